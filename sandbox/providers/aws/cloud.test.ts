import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { Cloud, type Thing } from "./cloud";

const folder = mkdtempSync(join(tmpdir(), "thoughts-cloud-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("a cloud shows what another process has made, changed or removed since it was last asked", () => {
  const [ours, other] = [new Cloud(folder), new Cloud(folder)];
  const thing: Thing = {
    ...{ type: "aws:s3/bucket:Bucket", key: "a", id: "a", seed: "1", created: "2026-11-25T00:00:00Z", revision: 1 },
    inputs: { bucket: "a" },
  };
  other.add(thing);
  expect(ours.all()).toEqual([thing]);
  // Of the same length: the file's size says nothing.
  const changed = { ...thing, revision: 2 };
  other.change(changed);
  expect(ours.all()).toEqual([changed]);
  other.remove(thing);
  expect(ours.all()).toEqual([]);
});
