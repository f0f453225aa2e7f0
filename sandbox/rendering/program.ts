// Runs the program of a clone without an engine, in a process of its own, because the SDK's state is global.
import { writeFileSync } from "node:fs";
import { runtime } from "@pulumi/pulumi";
import "@pulumi/pulumi/runtime/state";
import { Answers } from "./answers";
import { manifestOf } from "./manifest";

/** What the process is told: its one argument, as JSON. */
export interface Job {
  readonly stack: string;
  /** Values as the engine would pass them. */
  readonly config: Readonly<Record<string, string>>;
  /** Where to write the manifests, as JSON. */
  readonly to: string;
  /** An empty folder, or none yet, for what is on AWS. */
  readonly cloud: string;
}

async function record(program: () => Promise<unknown>, { stack, config, to, cloud }: Job): Promise<void> {
  const answers = new Answers(cloud);
  await runtime.setMocks(answers, "thoughts", stack, false, "organization");
  // The engine calls transforms back; nobody does here, but a program that has some can be rendered.
  (globalThis.globalStore as { supportsTransforms: boolean }).supportsTransforms = true;
  runtime.setAllConfig(config);
  await program();
  await runtime.disconnect();
  writeFileSync(to, JSON.stringify(answers.objects.map(manifestOf)));
}

/** The message is for people; what went wrong in the program has no use for a stack of ours. */
function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/**
 * Writes the manifests of what a program registers.
 * @param program loads it and runs it, once there is something that answers it
 */
export function render(program: () => Promise<unknown>): void {
  process.on("unhandledRejection", fail);
  record(program, JSON.parse(process.argv[2] ?? "{}") as Job).catch(fail);
}
