import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

const PROVIDER = readFileSync(join(__dirname, "sequence-provider.js"), "utf8");

export interface SequenceArgs {
  /** What takes these steps, for people: "the rotation of the keys". */
  readonly what: string;
  /** The step that is wanted: a whole number. */
  readonly position: number;
  /** ISO 8601: the earliest time at which this step may be taken forward. @default - at any time */
  readonly notBefore?: string | undefined;
}

/**
 * Steps of which none may be left out, whoever edits the settings: only the step after the one that is deployed can be
 * brought in, or the one before. What must not be touched otherwise depends on it. The state knows what is deployed; a
 * program does not.
 */
export class Sequence extends pulumi.CustomResource {
  /** The step that is deployed; known once it was taken. */
  declare readonly position: pulumi.Output<number>;

  constructor(name: string, args: SequenceArgs, opts: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/sequence:Sequence", name, { __provider: PROVIDER, ...args }, opts);
  }
}
