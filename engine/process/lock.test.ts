import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identify, isAlive, self } from "./identity";
import { withLock } from "./lock";

let counter = 0;

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
      onWait: (pid) => waitedFor.push(pid),
    });
    await Promise.all([first, second]);

    expect(order).toEqual(["first", "second"]);
    expect(waitedFor).toEqual([process.pid]);
  });

  it("is free again after work that failed", async () => {
    await expect(withLock(file, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await withLock(file, () => Promise.resolve("done"))).toBe("done");
  });

  it("is free the moment its holder is killed", async () => {
    const holder = other("void withLock(file, () => new Promise(() => setInterval(() => undefined, 1_000)));");
    await expect.poll(() => existsSync(file) && readFileSync(file, "utf8")).toMatch(/./);
    process.kill(-(holder.pid ?? 0), "SIGKILL");
    expect(await withLock(file, () => Promise.resolve("done"), { timeout: 5_000 })).toBe("done");
  });

  it("that is held for too long ends the wait, naming the holder", async () => {
    let finish = (): void => undefined;
    const holding = withLock(file, () => new Promise<void>((resolve) => (finish = resolve)));
    const waiting = withLock(file, () => Promise.resolve(), { timeout: 300 });
    await expect(waiting).rejects.toThrow(`process ${process.pid} has held ${file} for more than 0.3 s.`);
    finish();
    await holding;
  });

  it("that is shared lets those work at once who share it, and nobody else until all of them are done", async () => {
    const order: string[] = [];
    const finish: (() => void)[] = [];
    const share = () =>
      withLock(file, () => new Promise<void>((resolve) => finish.push(resolve)).then(() => void order.push("shared")), {
        shared: true,
      });
    const sharing = [share(), share()];
    await expect.poll(() => finish.length).toBe(2);
    const alone = withLock(file, () => Promise.resolve(void order.push("alone")));
    finish[0]?.();
    await sharing[0];
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(order).toEqual(["shared"]);
    expect(existsSync(file)).toBe(true);
    finish[1]?.();
    await Promise.all([...sharing, alone]);
    expect(order).toEqual(["shared", "shared", "alone"]);
    expect(existsSync(file)).toBe(false);
  });

  it("that one holds alone is shared by nobody until then", async () => {
    const order: string[] = [];
    const alone = withLock(file, async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      order.push("alone");
    });
    await Promise.all([alone, withLock(file, () => Promise.resolve(void order.push("shared")), { shared: true })]);
    expect(order).toEqual(["alone", "shared"]);
    expect(existsSync(file)).toBe(false);
  });

  it("leaves no file behind", async () => {
    await withLock(file, () => Promise.resolve());
    expect(existsSync(file)).toBe(false);
  });

  it("keeps processes apart that take it again and again, though every other one is killed while it holds it", async () => {
    const log = join(folder, "log");
    const deaths = [2, -1, 4, -1];
    await Promise.all(
      deaths.map(async (diesAt) => {
        const child = other(
          `import { appendFileSync } from "node:fs";
           import { setTimeout as sleep } from "node:timers/promises";
           async function turns(): Promise<void> {
             for (let turn = 0; turn < 8; turn++) {
               await withLock(file, async () => {
                 appendFileSync("${log}", "in\\n");
                 await sleep(5);
                 appendFileSync("${log}", turn === ${diesAt} ? "killed\\n" : "out\\n");
                 if (turn === ${diesAt}) process.kill(process.pid, "SIGKILL");
               });
             }
           }
           void turns();`,
        );
        await once(child, "exit");
      }),
    );
    const lines = readFileSync(log, "utf8").trim().split("\n");

    expect(lines.filter((_, index) => index % 2 === 0).every((line) => line === "in")).toBe(true);
    expect(lines.filter((line) => line === "out")).toHaveLength(2 * 8 + 2 + 4);
    expect(lines.filter((line) => line === "killed")).toHaveLength(2);
  });

  /** Another process that knows the lock as `withLock` and `file`. */
  function other(script: string): ChildProcess {
    const path = join(folder, `${counter++}.ts`);
    const lock = JSON.stringify(join(__dirname, "lock"));
    writeFileSync(path, `import { withLock } from ${lock}; const file = ${JSON.stringify(file)};\n${script}`);
    const tsx = createRequire(__filename).resolve("tsx/cli");
    return spawn(process.execPath, [tsx, path], { stdio: "inherit", detached: true });
  }
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
