import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../engine/process/file";
import type { Engine } from "../../engine/pulumi/engine";
import type { Run, RunOptions } from "../../engine/pulumi/run";
import { CREATED, EXPIRES } from "../../infra/lease";
import type { DemoText } from "../../stacks/demo-settings";
import { derive } from "../../stacks/derivation";
import { type DemoSource, isDemo } from "../../stacks/names";
import type { StateBackend } from "../bootstrap/account";
import { BackendStack } from "../bootstrap/backend-stack";
import type { Resource } from "../bootstrap/resource";
import { readRelease } from "../release/stack-file";
import { newText } from "./demo-file";
import { instantOf } from "./instant";
import { defaultWish } from "./wish";

export interface AccountDemosArgs {
  /** What they are copies of. */
  readonly source: DemoSource;
  /** The clone with the program, and with the files of the demos. */
  readonly root: string;
  /** Of the environment that they are copies of, and so theirs too. */
  readonly backend: StateBackend;
  readonly engine: Engine;
  /** The file that gets all that the engine says about a demo. */
  readonly logOf: (name: string) => string;
  readonly say: (line: string) => void;
}

/** A demo whose state is with that of its source. */
export interface AccountDemo {
  /** When it was made. @default - undefined: its namespace does not say, or is not there */
  readonly created: Date | undefined;
  /** When it may be removed. @default - undefined: its namespace does not say, or is not there */
  readonly expires: Date | undefined;
}

/**
 * Demos in the state backend of an account. Nothing of them has to be on this machine: what is known of them is in their states,
 * and these say how the cluster is reached.
 */
export class AccountDemos {
  constructor(private readonly args: AccountDemosArgs) {}

  /** The names of all demos that there are. */
  async names(): Promise<readonly string[]> {
    return (await this.#stack("any").names()).filter(isDemo).sort();
  }

  /** What the namespace of a demo says; of one that is not there, nothing. */
  async find(name: string): Promise<AccountDemo> {
    this.args.say(`looking at ${name}`);
    const annotations = annotationsOf((await this.#stack(name).resources()) ?? []);
    return { created: instantOf(annotations[CREATED]), expires: instantOf(annotations[EXPIRES]) };
  }

  /** Makes a demo what its file says. */
  async up(name: string): Promise<Run> {
    const stack = this.#stack(name);
    await stack.make();
    return stack.run("up", this.#options(name));
  }

  /**
   * Removes what a demo has in the cluster and in the account, its state, and its file, if there is one. One that was made or
   * removed in part is removed as well.
   */
  async remove(name: string): Promise<Run> {
    const { root, logOf } = this.args;
    const file = join(root, `Pulumi.${name}.yaml`);
    if (!existsSync(file)) {
      // The engine reads the file before it removes anything, although nothing then depends on what it says.
      writeWhole(file, newText(this.#anyDemo()), 0o644);
    }
    const stack = this.#stack(name);
    const run = await stack.run("destroy", this.#options(name));
    await stack.remove();
    rmSync(file, { force: true });
    rmSync(logOf(name), { force: true });
    return run;
  }

  #anyDemo(): DemoText {
    const { source } = this.args;
    const from = { stack: source, platform: source, release: readRelease(source) };
    return derive(from, { ...defaultWish(), overrides: [] }, new Date());
  }

  #options(name: string): RunOptions {
    const { say, logOf } = this.args;
    return { say, log: logOf(name) };
  }

  #stack(stack: string): BackendStack {
    const { root, backend, engine } = this.args;
    return new BackendStack({ root, stack, backend, engine });
  }
}

function annotationsOf(resources: readonly Resource[]): Readonly<Record<string, string>> {
  const namespace = resources.find(({ type }) => type === "kubernetes:core/v1:Namespace");
  const metadata = namespace?.inputs?.metadata as { readonly annotations?: Record<string, string> } | undefined;
  return metadata?.annotations ?? {};
}
