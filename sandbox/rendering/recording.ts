import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { bundle } from "../../engine/pulumi/bundle";
import { stackYaml } from "../../engine/pulumi/stack-yaml";
import { UserError } from "../../engine/user-error";
import type { References } from "./answers";
import type { Job } from "./program";

export interface RecordingArgs {
  /** The clone whose program it is. */
  readonly root: string;
  readonly stack: string;
  /** Outputs of other stacks, by their names, that its program asks for. @default - it asks for none */
  readonly references?: References;
}

/** A process that runs the program of a clone without an engine, and writes what it made. */
export interface Recording {
  readonly program: string;
  readonly args: readonly string[];
  readonly options: { readonly cwd: string; readonly encoding: "utf8"; readonly env: NodeJS.ProcessEnv };
  /** The file that gets the manifests and the stack's outputs, as JSON. */
  readonly to: string;
}

/**
 * How to start it.
 * @param folder for what it writes; its folder `cloud` gets what is on AWS, as the stand-in for AWS keeps it
 * @throws {UserError} if there is no such stack
 */
export function recordingOf({ root, stack, references = {} }: RecordingArgs, folder: string): Recording {
  const [to, cloud] = [join(folder, "manifests.json"), join(folder, "cloud")];
  const job: Job = { stack, config: configOf(root, stack), references, to, cloud };
  return {
    program: process.execPath,
    args: [programOf(root), JSON.stringify(job)],
    options: { cwd: root, encoding: "utf8", env: environment() },
    to,
  };
}

/** A program for Node that renders a clone's. */
function programOf(root: string): string {
  const { main } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { main: string };
  const [recorder, program] = [join(__dirname, "program.ts"), join(root, main)].map((file) => JSON.stringify(file));
  return bundle({
    name: "render",
    entry: `import { render } from ${recorder}; render(() => require(${program})());`,
    // The providers' packages load it too, and there may be only one.
    external: ["@pulumi/pulumi"],
  });
}

/** Without what the program would find on one machine and not on another. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => name !== "KUBECONFIG" && !name.startsWith("PULUMI_"));
  // It reaches no account, so it may be judged as of another day.
  return { ...Object.fromEntries(own), THOUGHTS_TRIAL: "true" };
}

const withConfig = z.object({ config: z.record(z.string(), z.unknown()) });

/** As the engine passes it: texts as they are, everything else as JSON. */
export function configOf(root: string, stack: string): Record<string, string> {
  const file = join(root, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) {
    const known = readdirSync(root).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new UserError(`there is no stack ${stack}; use one of ${known.join(", ")}`);
  }
  const { success, data } = withConfig.safeParse(stackYaml(`Pulumi.${stack}.yaml`, readFileSync(file, "utf8")));
  if (!success) {
    throw new UserError(`Pulumi.${stack}.yaml has no config; bring it back: git checkout Pulumi.${stack}.yaml`);
  }
  const { config } = data;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
