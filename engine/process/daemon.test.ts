import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Daemon, stopDaemons } from "./daemon";

describe("a daemon", () => {
  let folder = "";
  let daemon: Daemon;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "daemon-"));
    daemon = sleeper();
  });
  afterEach(async () => {
    await daemon.stop();
    rmSync(folder, { recursive: true });
  });

  it("that is started again before it has written its pid is still one process", async () => {
    daemon.start();
    daemon.start();
    daemon.start();
    await expect.poll(() => sleeper().pid()).toBeDefined();
    // Time for a second one to come up.
    await sleep(300);
    expect(processes()).toHaveLength(1);
  });

  it("is ended by who knows nothing of it but the folder that it is below, and others are not", async () => {
    const below = sleeper(join(folder, "registry"));
    below.start();
    daemon.start();
    const own = `tail -f ${folder}/sleeper.log`;
    // Each has written its pid by the time that it is the program.
    await expect.poll(processes).toEqual(expect.arrayContaining([own, `tail -f ${folder}/registry/sleeper.log`]));
    await stopDaemons(join(folder, "registry"));
    expect(processes()).toEqual([own]);
    await stopDaemons(folder);
    expect(processes()).toEqual([]);
  });

  it("is known to another run, and ended by it", async () => {
    daemon.start();
    await expect.poll(() => sleeper().pid()).toBeDefined();
    expect(sleeper().pid()).toBe(daemon.pid());
    await sleeper().stop();
    expect(processes()).toEqual([]);
    await expect.poll(() => daemon.pid()).toBeUndefined();
  });

  it("is not taken for a stranger that has its pid by now", async () => {
    writeFileSync(join(folder, "sleeper.pid"), String(process.pid));
    expect(daemon.pid()).toBeUndefined();
    await daemon.stop();
  });

  it("that ended by itself is started again, and tells its last words", async () => {
    const failing = new Daemon({
      name: "failing",
      folder,
      program: "/bin/sh",
      args: ["-c", `echo no ${folder}; exit 1`],
    });
    failing.start();
    await expect.poll(() => failing.pid()).toBeUndefined();
    failing.start();
    await expect.poll(() => failing.lastWords()).toBe(`no ${folder}\nno ${folder}`);
  });

  function sleeper(own = folder): Daemon {
    return new Daemon({ name: "sleeper", folder: own, program: "tail", args: ["-f", `${own}/sleeper.log`] });
  }

  function processes(): readonly string[] {
    const all = execFileSync("ps", ["-eo", "args"], { encoding: "utf8", maxBuffer: 16 * 1024 * 1024 }).split("\n");
    return all.filter((line) => line.includes(`tail -f ${folder}/`));
  }
});
