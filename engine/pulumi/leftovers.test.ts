import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endLeftovers, processesIn } from "./leftovers";

describe("what an engine has left", () => {
  let folder: string;
  const env = () => ({ ...process.env, PULUMI_HOME: join(folder, "home") });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-leftovers-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is ended by the engine's home, and other engines' helpers are not", async () => {
    const [left, other] = [env(), { ...env(), PULUMI_HOME: `${folder}-other/home` }].map((variables) =>
      spawn("sleep", ["30"], { env: variables }),
    ) as [ReturnType<typeof spawn>, ReturnType<typeof spawn>];
    await expect.poll(() => processesIn(folder)).toHaveLength(1);
    endLeftovers(folder);
    await expect.poll(() => left.signalCode).toBe("SIGKILL");
    expect(other.signalCode).toBeNull();
    other.kill();
  });

  it("does not count the shell that asks for it", () => {
    const leftovers = join(__dirname, "leftovers.ts");
    const script = `require(${JSON.stringify(leftovers)}).endLeftovers(${JSON.stringify(folder)})`;
    const asked = `"${process.execPath}" -r tsx/cjs -e '${script}'; echo still here`;
    expect(spawnSync("sh", ["-c", asked], { env: env(), encoding: "utf8" }).stdout).toBe("still here\n");
  });
});
