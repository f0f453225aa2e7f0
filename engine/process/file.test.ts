import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeWhole } from "./file";

describe("what is made as a whole", () => {
  let folder: string;
  const path = () => join(folder, "cache", "thing");
  const make = (text: string) => (fresh: string) => {
    mkdirSync(fresh);
    writeFileSync(join(fresh, "text"), text);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-file-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is there once, and made once", () => {
    makeWhole(path(), make("first"));
    makeWhole(path(), make("second"));
    expect(readFileSync(join(path(), "text"), "utf8")).toBe("first");
    expect(readdirSync(join(folder, "cache"))).toEqual(["thing"]);
  });

  it("is the first one's, if somebody else made it meanwhile", () => {
    makeWhole(path(), (fresh) => {
      make("theirs")(path());
      make("ours")(fresh);
    });
    expect(readFileSync(join(path(), "text"), "utf8")).toBe("theirs");
  });

  it("is not there at all if the making fails", () => {
    expect(() =>
      makeWhole(path(), (fresh) => {
        make("half")(fresh);
        throw new Error("the disk is full");
      }),
    ).toThrow("the disk is full");
    expect(readdirSync(join(folder, "cache"))).toEqual([]);
  });
});
