import { rmSync } from "node:fs";
import { removeStack } from "../../engine/pulumi/workspace";
import { UserError } from "../../engine/user-error";
import { derive } from "../../stacks/derivation";
import { ENGINE, engineOf } from "../folders";
import { LocalRun } from "../release/local-run";
import { readRelease } from "../release/stack-file";
import { runSteps } from "../steps";
import { deleteDemoFile, writeNewDemo } from "./demo-file";
import { demoCalled } from "./demos";
import { defaultWish } from "./wish";

/**
 * Removes a demo of this clone: what is in the cluster, its state and its file, in this order. What was removed in part, or
 * made in part, is removed as well.
 * @throws {UserError} if there is none, or it is in the cluster of an environment on AWS
 */
export async function removeDemo(name: string): Promise<void> {
  const { source, settings, isHere } = demoCalled(name);
  if (!isHere && source !== undefined && source !== "local") {
    throw new UserError(
      `${name} is a copy of ${source}, and not of this clone; remove it there: npx thoughts env destroy ${name} --of ${source}`,
    );
  }
  if (isHere) {
    const run = new LocalRun(name);
    if (source !== "local" || settings === undefined) {
      // The engine reads the file before it removes anything, although nothing then depends on what it says.
      const local = { stack: "local", platform: "local", release: readRelease("local") } as const;
      writeNewDemo(name, derive(local, { ...defaultWish(), overrides: [] }, new Date()));
    }
    await runSteps([run.find(), { title: `pulumi destroy of stack ${name}`, run: (say) => run.destroy(say) }]);
    removeStack(ENGINE, name);
    rmSync(engineOf(name), { recursive: true, force: true });
  }
  deleteDemoFile(name);
  console.log(`${name} is removed.`);
}
