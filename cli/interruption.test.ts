import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

describe("work that is interrupted", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-interruption-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s is cleaned up, from the inside out, and ends with %i", async (signal, code) => {
    const { child, text } = await working();
    child.kill(signal);
    expect(await once(child, "close")).toEqual([code, null]);
    expect(text()).toBe("at work\ninner cleaned\nouter cleaned\n");
  });

  it("by the Ctrl-C that npm hands on is interrupted once, and ends at once when somebody asks again", async () => {
    const { child, text } = await working({ cleaning: 60_000 });
    child.kill("SIGINT");
    child.kill("SIGINT");
    await expect.poll(text).toBe("at work\ninner cleaned\n");
    const again = () => {
      child.kill("SIGINT");
      return child.exitCode;
    };
    await expect.poll(again, { interval: 300 }).toBe(130);
  });

  it("by nobody who reads its output any more is cleaned up, though that writes too", async () => {
    const { child } = await working({ cleaning: 1_500, says: "setInterval(() => console.log(1), 50);" });
    child.stdout.destroy();
    expect(await once(child, "exit")).toEqual([141, null]);
    expect(existsSync(join(folder, "cleaned"))).toBe(true);
  });

  /**
   * @param cleaning how long the outer cleanup takes, in milliseconds
   * @param says what it does meanwhile
   */
  async function working({ cleaning = 0, says = "" } = {}) {
    const script = join(folder, "work.ts");
    const ready = join(folder, "ready");
    const wait = "new Promise((resolve) => setTimeout(resolve, 60_000))";
    writeFileSync(
      script,
      `import { writeFileSync } from "node:fs";
       import { setTimeout as sleep } from "node:timers/promises";
       import { interruptible } from ${JSON.stringify(join(__dirname, "interruption"))};
       const outer = () => sleep(${cleaning}).then(() => {
         console.log("outer cleaned");
         writeFileSync(${JSON.stringify(join(folder, "cleaned"))}, "");
       });
       void interruptible(outer, () => interruptible(() => console.log("inner cleaned"), () => {
         console.log("at work");
         ${says}
         writeFileSync(${JSON.stringify(ready)}, "");
         return ${wait};
       }));`,
    );
    const child = spawn(process.execPath, ["--import", "tsx", script], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    await expect.poll(() => existsSync(ready)).toBe(true);
    return { child, text: () => said };
  }
});
