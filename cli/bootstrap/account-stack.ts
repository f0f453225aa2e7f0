import { rmSync } from "node:fs";
import { join } from "node:path";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { engineFor } from "../../engine/pulumi/engine";
import type { Plugins } from "../../engine/pulumi/plugins";
import { type Change, changesText } from "../../engine/pulumi/progress";
import { recover } from "../../engine/pulumi/recovery";
import { type Run, type RunOptions, runEngine } from "../../engine/pulumi/run";
import { hasState } from "../../engine/pulumi/state";
import { openWorkspace, type Workspace } from "../../engine/pulumi/workspace";
import type { Tool } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import { changeText } from "../change-text";
import { required, type Step } from "../steps";
import type { Home } from "./account";
import { HomeStack } from "./home-stack";
import { missing, type Resource, resourcesOf } from "./resource";

export interface AccountStackArgs {
  /** The clone with the program and the stack's file. */
  readonly root: string;
  /** Where the state is until it moves; gone afterwards. */
  readonly folder: string;
  readonly environment: string;
  /** Where the state is to stay. */
  readonly home: Home;
  /** Made when it is needed: until then nothing has to be there. */
  readonly tool: (say: Say) => Promise<Tool>;
  readonly plugins: Plugins;
  /** Variables for the engine, the program and the plugins, on top of this process's own. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
}

type Say = (line: string) => void;

/**
 * Where the state is: in a file, which may be empty; in its home; or in both, when a run was interrupted after it had
 * moved and before the file was removed.
 */
type Place = { readonly kind: "file" | "both"; readonly file: Workspace } | { readonly kind: "home" };

/** The account's own stack. It makes the bucket that its state is to be in, so the state is in a file at first, and moves. */
export class AccountStack {
  readonly #args: AccountStackArgs;
  readonly #stack: string;
  readonly #log: string;
  #home?: HomeStack;
  #place?: Place;
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
    const place = required(this.#place);
    const up: readonly Step[] = this.changes.length > 0 ? [{ title: "Up", run: (say) => this.#up(say) }] : [];
    const removal: Step = { title: "Remove the file", run: () => this.#remove() };
    switch (place.kind) {
      case "file":
        return [...up, ...this.#move(place.file), removal];
      case "both":
        return [...up, removal];
      case "home":
        return up;
      default:
        return place satisfies never;
    }
  }

  outputs(): Promise<OutputMap> {
    return required(this.#home).outputs();
  }

  /** Removes what was made to look: everything, unless the state is in a file. */
  async leave(): Promise<void> {
    const place = this.#place;
    if (place === undefined) {
      return;
    }
    if (place.kind === "home" || (await fileResources(place.file)).length === 0) {
      await this.#remove();
    }
  }

  async #look(say: Say): Promise<string> {
    const { root, folder, home, tool, plugins, environment, variables = {} } = this.#args;
    rmSync(this.#log, { force: true });
    const engineArgs = { root, folder, pulumi: await tool(say), plugins, environment: variables };
    const hadFile = hasState(folder, this.#stack);
    this.#home = new HomeStack({ root, stack: this.#stack, home, engine: await engineFor(engineArgs) });
    say(`asking ${home.backend}`);
    const atHome = await this.#home.resources();
    if (!hadFile && atHome !== undefined && atHome.length > 0) {
      this.#place = { kind: "home" };
      return `Look: the state is in ${home.backend}`;
    }
    if (!hadFile && atHome !== undefined) {
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
    if (atHome === undefined || atHome.length === 0) {
      if (atHome !== undefined && inFile.length === 0) {
        throw this.#lost();
      }
      this.#place = { kind: "file", file };
      return `Look: ${begun(environment, inFile, pending)}`;
    }
    this.#refuseForeign(inFile, atHome);
    this.#place = { kind: "both", file };
    return `Look: the state has moved to ${home.backend}, and the file is still there`;
  }

  async #previewNow(say: Say): Promise<string> {
    this.#preview = await this.#run("preview", say);
    return `Preview: ${changesText(this.#preview)}`;
  }

  async #up(say: Say): Promise<string> {
    return `Up: ${changesText(await this.#run("up", say))}`;
  }

  #run(operation: "preview" | "up", say: Say): Promise<Run> {
    const place = required(this.#place);
    const options: RunOptions = { say, log: this.#log };
    return place.kind === "file"
      ? runEngine(place.file, operation, options)
      : required(this.#home).run(operation, options);
  }

  #move(file: Workspace): readonly Step[] {
    const home = required(this.#home);
    const { backend } = this.#args.home;
    return [
      {
        title: "Make the stack in its bucket",
        run: async () => {
          await home.make();
          return `The stack is in ${backend}`;
        },
      },
      {
        title: "Move the state",
        run: async () => {
          const state = await file.stack.exportStack();
          await home.import(state);
          return `Moved: ${resourcesOf(state).length} resources`;
        },
      },
      { title: "Check", run: (say) => this.#check(say) },
    ];
  }

  async #check(say: Say): Promise<string> {
    const run = await required(this.#home).run("preview", { say, log: this.#log });
    if (run.changes.length > 0) {
      const lines = run.changes.map((change) => `  ${changeText(change)}`);
      throw new UserError(
        `the state has moved, but from there Pulumi would change what it has just made; ` +
          `run it again to see and decide. The file stays until then.\n${lines.join("\n")}`,
      );
    }
    return `Check: ${changesText(run)}`;
  }

  /** Only where the state is in its home, or nowhere. */
  #remove(): Promise<string> {
    rmSync(this.#args.folder, { recursive: true, force: true });
    this.#place = { kind: "home" };
    return Promise.resolve(`The file is removed`);
  }

  /** @throws {UserError} if the state in the file is not the one that moved */
  #refuseForeign(inFile: readonly Resource[], atHome: readonly Resource[]): void {
    const [lacking] = missing(inFile, atHome);
    if (lacking !== undefined) {
      throw new UserError(
        `${join(this.#args.folder, "state")} and ${this.#args.home.backend} have different states of stack ${this.#stack}: ` +
          `the second one lacks ${lacking.urn} ${lacking.id ?? ""}. ` +
          `Find out which one is right, and remove the other one before you run this again.`,
      );
    }
  }

  /** Making everything anew would fail halfway: names are taken. */
  #lost(): UserError {
    const { folder, home } = this.#args;
    return new UserError(
      `${home.backend} is there, but stack ${this.#stack} is neither in it nor in ${folder}. Run this in the clone where ` +
        `it was begun, or bring an older version of the state back in the bucket; nothing was changed.`,
    );
  }
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
