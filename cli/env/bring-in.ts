import type { DemoText } from "../../stacks/demo-settings";
import { UserError } from "../../engine/user-error";
import { aloneOn } from "../alone";
import { Readiness } from "../readiness";
import { LocalRun } from "../release/local-run";
import { readRelease } from "../release/stack-file";
import { runSteps } from "../steps";
import { upCommand } from "../up-command";
import { changeDemoFile, demoText, originOf } from "./demo-file";
import { demoCalled } from "./demos";
import { demandFree } from "./free-name";

/** What came of it, for people. */
export interface BroughtIn {
  /** `1 update` */
  readonly result: string;
  /** `6 of 6 workloads are ready` */
  readonly ready: string;
  readonly seconds: number;
}

/**
 * Makes a demo in the cluster of this clone what its file says.
 * @param write writes its file, once it is sure that the name is free
 * @throws {UserError} if nothing is up here, or the name is somebody else's
 */
export async function bringIn(name: string, write: () => void | Promise<void>): Promise<BroughtIn> {
  const start = Date.now();
  const run = new LocalRun(name);
  await runSteps([run.find(), { title: "Name", run: () => demandFree(run.tools, run.platform, name) }]);
  await write();
  const release = readRelease(name);
  let result = "";
  await runSteps([
    ...run.images([release]),
    { title: `pulumi up of stack ${name}`, run: async (say) => (result = await run.up(release, say)) },
  ]);
  const readiness = new Readiness({ tools: run.tools, platform: run.platform, stack: name, namespace: name });
  await runSteps(readiness.steps);
  return {
    result: result.replace(/^pulumi up: /, ""),
    ready: readiness.text,
    seconds: Math.round((Date.now() - start) / 1_000),
  };
}

/**
 * Changes a demo that is there: its file, and where it is in this clone's cluster, the demo.
 * @returns whether it was brought in; otherwise only the file is written
 * @throws {UserError} if there is none, or it was never brought up
 */
export async function changeDemo(name: string, changed: (settings: DemoText) => DemoText): Promise<boolean> {
  const { source, isHere } = demoCalled(name);
  if (source !== "local") {
    changeDemoFile(name, changed(demoText(name)));
    console.log(`Pulumi.${name}.yaml is changed. Bring it in with Pulumi itself: ${upCommand(name)}`);
    return false;
  }
  if (!isHere) {
    throw new UserError(
      `${name} is not up here; bring it up first: npx thoughts env clone ${originOf(demoText(name))} ${name}`,
    );
  }
  await aloneOn(name, async () => {
    // Read only now: whoever this waited for may have changed it.
    const settings = changed(demoText(name));
    await bringIn(name, () => changeDemoFile(name, settings));
  });
  return true;
}
