import { rmSync } from "node:fs";
import { join } from "node:path";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { engineFor } from "../../engine/pulumi/engine";
import type { Plugins } from "../../engine/pulumi/plugins";
import type { Change } from "../../engine/pulumi/change";
import { changesText } from "../../engine/pulumi/progress";
import { recover } from "../../engine/pulumi/recovery";
import { type Run, type RunOptions, runEngine } from "../../engine/pulumi/run";
import { hasState } from "../../engine/pulumi/state";
import { openWorkspace, type Workspace } from "../../engine/pulumi/workspace";
import type { Tool } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import { changeText } from "../changes/change-text";
import { required, type Step } from "../steps";
import type { StateBackend } from "./account";
import { BackendStack } from "./backend-stack";
import { missing, type Resource, resourcesOf } from "./resource";

export interface AccountStackArgs {
  /** The clone with the program and the stack's file. */
  readonly root: string;
  /** Where the state is until it moves; gone afterwards. */
  readonly folder: string;
  readonly environment: string;
  /** Where the state is to stay. */
  readonly backend: StateBackend;
  /** Made when it is needed: until then nothing has to be there. */
  readonly tool: (say: Say) => Promise<Tool>;
  readonly plugins: Plugins;
  /** Variables for the engine, the program and the plugins, on top of this process's own. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
}

type Say = (line: string) => void;

/**
 * Where the state is: in a file, which may be empty; in its state backend; or in both, when a run was interrupted after it had
 * moved and before the file was removed.
 */
type StateLocation = { readonly kind: "file" | "both"; readonly file: Workspace } | { readonly kind: "backend" };

/** The account's own stack. It makes the bucket that its state is to be in, so the state is in a file at first, and moves. */
export class AccountStack {
  readonly #args: AccountStackArgs;
  readonly #stack: string;
  readonly #log: string;
  #backendStack?: BackendStack;
  #location?: StateLocation;
  #preview?: Run;

  constructor(args: AccountStackArgs) {
    this.#args = args;
    this.#stack = `bootstrap-${args.environment}`;
    this.#log = `${args.folder}.log`;
  }

  /** What `finish` would change in the account. */
  get changes(): readonly Change[] {
    return required(this.#preview).changes;
  }

  /** Finds out how far it is, and what is still to be done. Changes nothing in the account. */
  prepare(): readonly Step[] {
    return [
      { title: "Look", run: (say) => this.#look(say) },
      { title: "Preview", run: (say) => this.#previewNow(say) },
    ];
  }

  /** Does it: a run that is interrupted anywhere is carried on by the next one. */
  finish(): readonly Step[] {
    const location = required(this.#location);
    const up: readonly Step[] = this.changes.length > 0 ? [{ title: "Up", run: (say) => this.#up(say) }] : [];
    const stack = required(this.#backendStack);
    const removal: Step = {
      title: "Remove the file",
      run: async () => {
        await stack.demandEncryption();
        return this.#remove();
      },
    };
    switch (location.kind) {
      case "file":
        return [...up, ...this.#move(location.file), removal];
      case "both":
        return [{ title: "Unlock", run: () => unlocked(stack) }, ...up, removal];
      case "backend":
        return up;
      default:
        return location satisfies never;
    }
  }

  outputs(): Promise<OutputMap> {
    return required(this.#backendStack).outputs();
  }

  /** Removes what was made to look: everything, unless the state is in a file. */
  async leave(): Promise<void> {
    rmSync(this.#log, { force: true });
    const location = this.#location;
    if (location === undefined) {
      return;
    }
    if (location.kind === "backend" || (await fileResources(location.file)).length === 0) {
      await this.#remove();
    }
  }

  async #look(say: Say): Promise<string> {
    const { root, folder, backend, tool, plugins, environment, variables = {} } = this.#args;
    rmSync(this.#log, { force: true });
    const engineArgs = { root, folder, pulumi: await tool(say), plugins, environment: variables };
    const hadFile = hasState(folder, this.#stack);
    this.#backendStack = new BackendStack({ root, stack: this.#stack, backend, engine: await engineFor(engineArgs) });
    say(`asking ${backend.url}`);
    const inBackend = await this.#backendStack.resources();
    if (!hadFile && inBackend !== undefined && inBackend.length > 0) {
      this.#location = { kind: "backend" };
      return `Look: the state is in ${backend.url}`;
    }
    if (!hadFile && inBackend !== undefined) {
      throw this.#lost();
    }
    const file = await openWorkspace({
      ...engineArgs,
      stack: this.#stack,
      // No secret is in this state, and nobody has to remember anything for it.
      environment: { ...variables, PULUMI_CONFIG_PASSPHRASE: "" },
    });
    const pending = await recover(file, { say, log: this.#log });
    const inFile = await fileResources(file);
    if (inBackend === undefined || inBackend.length === 0) {
      if (inBackend !== undefined && inFile.length === 0) {
        throw this.#lost();
      }
      this.#location = { kind: "file", file };
      return `Look: ${begun(environment, inFile, pending)}`;
    }
    this.#refuseAnotherState(inFile, inBackend);
    this.#location = { kind: "both", file };
    return `Look: the state has moved to ${backend.url}, and the file is still there`;
  }

  async #previewNow(say: Say): Promise<string> {
    this.#preview = await this.#run("preview", say);
    return `Preview: ${changesText(this.#preview)}`;
  }

  async #up(say: Say): Promise<string> {
    return `Up: ${changesText(await this.#run("up", say))}`;
  }

  #run(operation: "preview" | "up", say: Say): Promise<Run> {
    const location = required(this.#location);
    const options: RunOptions = { say, log: this.#log };
    return location.kind === "file"
      ? runEngine(location.file, operation, options)
      : required(this.#backendStack).run(operation, options);
  }

  #move(file: Workspace): readonly Step[] {
    const stack = required(this.#backendStack);
    const { url } = this.#args.backend;
    return [
      {
        title: "Make the stack in its bucket",
        run: async () => {
          await stack.make();
          return `The stack is in ${url}`;
        },
      },
      {
        title: "Move the state",
        run: async () => {
          const state = await file.stack.exportStack();
          await stack.import(state);
          return `Moved: ${resourcesOf(state).length} resources`;
        },
      },
      { title: "Check", run: (say) => this.#check(say) },
    ];
  }

  async #check(say: Say): Promise<string> {
    const run = await required(this.#backendStack).run("preview", { say, log: this.#log });
    if (run.changes.length > 0) {
      const lines = run.changes.map((change) => `  ${changeText(change)}`);
      throw new UserError(
        `the state has moved, but from there Pulumi would change what it has just made; ` +
          `run it again to see and decide. The file stays until then.\n${lines.join("\n")}`,
      );
    }
    return `Check: ${changesText(run)}`;
  }

  /** Only where the state is in its state backend, or nowhere. */
  #remove(): Promise<string> {
    rmSync(this.#args.folder, { recursive: true, force: true });
    this.#location = { kind: "backend" };
    return Promise.resolve(`The file is removed`);
  }

  /** @throws {UserError} if the state in the file is not the one that moved */
  #refuseAnotherState(inFile: readonly Resource[], inBackend: readonly Resource[]): void {
    const [lacking] = missing(inFile, inBackend);
    if (lacking !== undefined) {
      throw new UserError(
        `${join(this.#args.folder, "state")} and ${this.#args.backend.url} have different states of stack ${this.#stack}: ` +
          `the second one lacks ${lacking.urn} ${lacking.id ?? ""}. ` +
          `Find out which one is right, and remove the other one before you run this again.`,
      );
    }
  }

  /** Making everything anew would fail halfway: names are taken. */
  #lost(): UserError {
    const { folder, backend } = this.#args;
    return new UserError(
      `${backend.url} is there, but stack ${this.#stack} is neither in it nor in ${folder}. Run this in the clone where ` +
        `it was begun, or bring an older version of the state back in the bucket; nothing was changed.`,
    );
  }
}

/** The engine that moved the state may have been killed before it gave its lock back. */
async function unlocked(stack: BackendStack): Promise<string> {
  await stack.unlock();
  return "No other run works on it";
}

async function fileResources({ stack }: Workspace): Promise<readonly Resource[]> {
  return resourcesOf(await stack.exportStack());
}

function begun(environment: string, resources: readonly Resource[], pending: number): string {
  if (resources.length === 0) {
    return `nothing of the account for ${environment} is there yet`;
  }
  // AWS may have made what a killed run asked for and did not write down.
  const open = pending > 0 ? `; it was making ${pending} more, which AWS may have (docs/bootstrap.md)` : "";
  return `an earlier run was interrupted, ${resources.length} resources are in its file${open}`;
}
