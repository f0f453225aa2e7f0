import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { pastRuns } from "./past-runs";
import { stateFolder } from "./state";

describe("the runs that a stack has seen", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-past-runs-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** As the engine writes it. */
  function write(time: number, text: string): void {
    const history = join(stateFolder(folder), ".pulumi", "history", "thoughts", "local");
    mkdirSync(history, { recursive: true });
    writeFileSync(join(history, `local-${time}.history.json`), text);
    writeFileSync(join(history, `local-${time}.checkpoint.json`), "{}");
  }

  it("are the newest ones, with what they changed and were given", () => {
    const run = { kind: "update", endTime: 1796003166, resourceChanges: { create: 1, same: 9 }, config: { a: "b" } };
    write(1, JSON.stringify({ ...run, result: "succeeded" }));
    write(2, JSON.stringify({ ...run, kind: "refresh", result: "failed", resourceChanges: null, config: null }));
    write(3, "{ half of");
    const endedAt = new Date(1796003166_000);
    const second = { kind: "refresh", endedAt, succeeded: false, changes: {}, config: {} };
    const first = { kind: "update", endedAt, succeeded: true, changes: { create: 1 }, config: { a: "b" } };
    expect(pastRuns(folder, "local", 9)).toEqual([second, first]);
    expect(pastRuns(folder, "local", 2)).toEqual([second]);
    expect(pastRuns(folder, "demo-anna", 9)).toEqual([]);
  });
});
