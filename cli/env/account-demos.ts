import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { writeWhole } from "../../engine/process/file";
import type { Engine } from "../../engine/pulumi/engine";
import type { Run, RunOptions } from "../../engine/pulumi/run";
import type { DemoText } from "../../stacks/demo-settings";
import { derive } from "../../stacks/derivation";
import { type DemoSource, isDemo } from "../../stacks/names";
import type { StateBackend } from "../bootstrap/account";
import { BackendStack } from "../bootstrap/backend-stack";
import { readRelease } from "../release/stack-file";
import { newText } from "./demo-file";
import { type AccountDemo, accountDemo } from "./account-demo";
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

/** States that are read at once: each by a program of its own, which waits for the bucket most of its time. */
const READERS = 4;

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

  /** What the state of a demo says; of one that is not there, nothing. */
  async find(name: string): Promise<AccountDemo> {
    this.args.say(`looking at ${name}`);
    return accountDemo(name, (await this.#stack(name).resources()) ?? []);
  }

  /** All demos that there are, by their names. One that is removed meanwhile is as one that nothing is left of. */
  async all(): Promise<readonly AccountDemo[]> {
    const names = await this.names();
    const left = [...names];
    const found: AccountDemo[] = [];
    const read = async () => {
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        found.push(await this.find(name));
      }
    };
    await Promise.all(names.slice(0, READERS).map(read));
    return found.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  }

  /** Makes a demo what its file says. @returns with the outputs of its stack */
  async up(name: string): Promise<Run & { readonly outputs: OutputMap }> {
    const stack = this.#stack(name);
    await stack.make();
    const run = await stack.run("up", this.#options(name));
    return { ...run, outputs: await stack.outputs() };
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
