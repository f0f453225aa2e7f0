import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { leftLocks } from "./locks";

/** What the engine says of the locks of a stack in a bucket. */
function complaint(...holders: readonly (readonly [host: string, pid: number])[]): string {
  const lines = holders.map(
    ([host, pid], index) =>
      `  s3://states/.pulumi/locks/organization/thoughts/bootstrap-staging/${index}.json?region=us-west-2&awssdk=v2: created by root@${host} (pid ${pid}) at 2020-01-01T10:00:00Z`,
  );
  return [
    `stderr: error: the stack is currently locked by ${holders.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.`,
    ...lines,
  ].join("\n");
}

describe("a lock", () => {
  const { pid: dead } = spawnSync(process.execPath, ["--version"]);

  it("is left behind if its process was one of this machine, and is gone", () => {
    expect(leftLocks(complaint([hostname(), dead], [hostname(), dead]))).toEqual(
      [0, 1].map((index) => ({
        bucket: "states",
        key: `.pulumi/locks/organization/thoughts/bootstrap-staging/${index}.json`,
      })),
    );
  });

  it("is left behind if its process has its number from an earlier one", () => {
    expect(leftLocks(complaint([hostname(), process.pid]))).toHaveLength(1);
  });

  it("is held if its process is at work, or is one of another machine", () => {
    const now = complaint([hostname(), process.pid]).replace("2020-01-01T10:00:00Z", new Date().toISOString());
    expect(leftLocks(now)).toEqual([]);
    expect(leftLocks(complaint(["elsewhere", dead]))).toEqual([]);
    expect(leftLocks(complaint([hostname(), dead], ["elsewhere", dead]))).toEqual([]);
  });

  it("is none where the engine complains of something else", () => {
    expect(leftLocks("error: no such bucket")).toEqual([]);
    expect(leftLocks("error: the stack is currently locked by 1 lock(s).")).toEqual([]);
  });
});
