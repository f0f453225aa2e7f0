// Runs the program of a clone without an engine, in a process of its own, because the SDK's state is global.
import { writeFileSync } from "node:fs";
import { output, runtime } from "@pulumi/pulumi";
import "@pulumi/pulumi/runtime/state";
import { Answers, type Asked, type References } from "./answers";
import type { JsonObject } from "../providers/wire/json";
import { type Manifest, manifestOf } from "./manifest";

/** What the process is told: its one argument, as JSON. */
export interface Job {
  readonly stack: string;
  /** Values as the engine would pass them. */
  readonly config: Readonly<Record<string, string>>;
  /** Outputs of other stacks, by their names, that the program may ask for. */
  readonly references: References;
  /** Where to write what comes of it, a {@link Rendering} as JSON. */
  readonly to: string;
  /** An empty folder, or none yet, for what is on AWS. */
  readonly cloud: string;
}

/** What comes of a program. */
export interface Rendering {
  readonly manifests: readonly Manifest[];
  /** Every resource that it asked for. */
  readonly resources: readonly Asked[];
  /** The stack's outputs. */
  readonly outputs: JsonObject;
}

async function record(program: () => Promise<unknown>, job: Job): Promise<void> {
  const { stack, config, references, to, cloud } = job;
  const answers = new Answers(cloud, references);
  await runtime.setMocks(answers, "thoughts", stack, false, "organization");
  // The engine calls transforms back; nobody does here, but a program that has some can be rendered.
  (globalThis.globalStore as { supportsTransforms: boolean }).supportsTransforms = true;
  runtime.setAllConfig(config);
  const outputs = output((await program()) as Record<string, unknown>);
  const known = new Promise<JsonObject>((resolve) => outputs.apply((values) => resolve(values as JsonObject)));
  await runtime.disconnect();
  const rendering: Rendering = {
    manifests: answers.objects.map(manifestOf),
    resources: answers.asked,
    outputs: await known,
  };
  writeFileSync(to, JSON.stringify(rendering));
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
