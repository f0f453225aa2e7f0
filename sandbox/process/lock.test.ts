import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identify, isAlive, self } from "./identity";
import { withLock } from "./lock";

describe("a lock", () => {
  let folder = "";
  let file = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock-"));
    file = join(folder, "lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("lets one at a time work, and says whom the other waits for", async () => {
    const order: string[] = [];
    const waitedFor: number[] = [];
    const first = withLock(file, async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      order.push("first");
    });
    const second = withLock(file, () => Promise.resolve(order.push("second")), {
      onWait: ({ pid }) => waitedFor.push(pid),
    });
    await Promise.all([first, second]);

    expect(order).toEqual(["first", "second"]);
    expect(waitedFor).toEqual([process.pid]);
  });

  it("is free again after work that failed", async () => {
    await expect(withLock(file, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await withLock(file, () => Promise.resolve("done"))).toBe("done");
  });

  it("of a dead process is taken over, even if its pid is somebody else's by now", async () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: "before this process" }));
    expect(await withLock(file, () => Promise.resolve("done"))).toBe("done");
  });

  it("that is held for too long ends the wait, naming the holder", async () => {
    writeFileSync(file, JSON.stringify(self()));
    const waiting = withLock(file, () => Promise.resolve(), { timeout: 300 });
    await expect(waiting).rejects.toThrow(`process ${process.pid} has held ${file} for more than 0.3 s.`);
  });
});

describe("a process", () => {
  it("is known by its pid and its start, so another one with its pid is not taken for it", () => {
    expect(isAlive(self())).toBe(true);
    expect(isAlive({ ...self(), started: "at another time" })).toBe(false);
  });

  it("that does not exist has no identity", () => {
    expect(identify(2 ** 22 + 1)).toBeUndefined();
  });
});
