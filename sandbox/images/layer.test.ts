import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tar from "tar";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ImageFile, writeLayer } from "./layer";

describe("a layer", () => {
  let folder: string;
  const file = (name: string) => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-layers-"));
    mkdirSync(file("migrations"));
    writeFileSync(file("migrations/0001.sql"), "SELECT 1;");
    writeFileSync(file("program"), "#!/bin/sh\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const files = (): readonly ImageFile[] => [
    { path: "usr/bin/program", from: { copy: file("program") }, executable: true },
    { path: "etc/passwd", from: { text: "root:x:0:0::/:\n" } },
    { path: "app/migrations", from: { copy: file("migrations") } },
  ];

  it("has the same bytes each time, whenever and with whichever rights its files were written", () => {
    writeLayer(file("one.tar"), files());
    chmodSync(file("program"), 0o600);
    utimesSync(file("migrations/0001.sql"), 1, 1);
    writeLayer(file("two.tar"), [...files()].reverse());
    expect(readFileSync(file("two.tar")).equals(readFileSync(file("one.tar")))).toBe(true);
  });

  it("holds root's files, sorted, and programs that everybody may run", () => {
    writeLayer(file("one.tar"), files());
    const entries: string[] = [];
    const onReadEntry = ({ path, mode, uid, mtime }: tar.ReadEntry) =>
      entries.push(`${(mode ?? 0).toString(8)} ${uid ?? 0} ${mtime?.getTime() ?? 0} ${path}`);
    tar.list({ file: file("one.tar"), sync: true, onReadEntry });
    expect(entries).toEqual([
      "755 0 0 app/",
      "755 0 0 app/migrations/",
      "644 0 0 app/migrations/0001.sql",
      "755 0 0 etc/",
      "644 0 0 etc/passwd",
      "755 0 0 usr/",
      "755 0 0 usr/bin/",
      "755 0 0 usr/bin/program",
    ]);
  });
});
