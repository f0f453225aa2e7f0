import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Cloud, type Thing } from "./cloud";

const folder = mkdtempSync(join(tmpdir(), "thoughts-cloud-"));
beforeEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the things of an account", () => {
  const thing: Thing = {
    ...{ type: "aws:s3/bucket:Bucket", key: "a", id: "a", seed: "1", created: "2026-11-25T00:00:00Z", revision: 1 },
    inputs: { bucket: "a" },
  };

  it("are those that another process has made, changed or removed since they were last listed", () => {
    const [ours, other] = [new Cloud(folder), new Cloud(folder)];
    other.add(thing);
    expect(ours.all()).toEqual([thing]);
    // Of the same length: the file's size says nothing.
    const changed = { ...thing, revision: 2 };
    other.change(changed);
    expect(ours.all()).toEqual([changed]);
    other.remove(thing);
    expect(ours.all()).toEqual([]);
  });

  it("are those that are left, if another process removes one while they are listed", () => {
    const cloud = new Cloud(folder);
    cloud.add(thing);
    // A name in the folder whose file is gone.
    symlinkSync(join(folder, "gone"), join(folder, "things", "B-removed.json"));
    expect(cloud.all()).toEqual([thing]);
  });
});
