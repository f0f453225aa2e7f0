import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { ROOT } from "../../engine/pulumi/bundle";
import { engineFor } from "../../engine/pulumi/engine";
import type { Plugins } from "../../engine/pulumi/plugins";
import type { Tool } from "../../engine/toolchain/tool";

export interface TestStackArgs {
  readonly project: string;
  readonly stack: string;
  /** Where its state is, and what the engine needs; the test removes it. */
  readonly folder: string;
  /** What the engine needs, elsewhere. @default - `folder` */
  readonly engineFolder?: string;
  readonly pulumi: Tool;
  readonly plugins: Plugins;
}

/** A stack of a test's own program, with the real engine. The same one if there was one of its name before. */
export async function testStack(args: TestStackArgs, program: PulumiFn): Promise<Stack> {
  const { project, stack, folder, engineFolder = folder, pulumi, plugins } = args;
  const environment = { PULUMI_BACKEND_URL: `file://${folder}`, PULUMI_CONFIG_PASSPHRASE: "of a test" };
  const { options } = await engineFor({ root: ROOT, folder: engineFolder, pulumi, plugins, environment });
  return LocalWorkspace.createOrSelectStack({ stackName: stack, projectName: project, program }, options);
}
