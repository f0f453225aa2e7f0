import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Deployment, LocalWorkspace, type OutputMap, Stack } from "@pulumi/pulumi/automation";
import { parseDocument } from "yaml";
import type { Engine } from "../../sandbox/engine/engine";
import { type Run, type RunOptions, runEngine } from "../../sandbox/engine/run";
import { SECRETS_FIELDS } from "../../sandbox/engine/workspace";
import { writeWhole } from "../../sandbox/process/file";
import { UserError } from "../../sandbox/user-error";
import type { Home } from "./account";
import { type Resource, resourcesOf } from "./resource";

export interface HomeStackArgs {
  /** The clone with the program, and with the stack's file, into which the engine writes how secrets are encrypted. */
  readonly root: string;
  readonly stack: string;
  readonly home: Home;
  readonly engine: Engine;
}

/** The account's own stack, where its state is to stay. */
export class HomeStack {
  readonly #args: HomeStackArgs;

  constructor(args: HomeStackArgs) {
    this.#args = args;
  }

  /** What its state has. @returns undefined if the place is not there yet, and nothing if the stack is not there or empty */
  async resources(): Promise<readonly Resource[] | undefined> {
    if (!(await this.#isThere())) {
      return undefined;
    }
    return (await this.#has()) ? resourcesOf(await this.export()) : [];
  }

  export(): Promise<Deployment> {
    return this.#asked(async (workspace) => workspace.exportStack(this.#args.stack));
  }

  /** Makes the stack, unless it is there. The stack's file names the key from then on. */
  async make(): Promise<void> {
    if (await this.#has()) {
      this.#nameKey();
    } else {
      await this.#asked((workspace) => workspace.createStack(this.#args.stack));
    }
  }

  import(state: Deployment): Promise<void> {
    return this.#asked((workspace) => workspace.importStack(this.#args.stack, state));
  }

  async run(operation: "preview" | "up", options: RunOptions): Promise<Run> {
    this.#nameKey();
    const { stack: name, engine } = this.#args;
    const stack = await this.#asked((workspace) => Stack.select(name, workspace));
    return runEngine({ stack, configFile: this.#file(), policies: engine.policies }, operation, options);
  }

  outputs(): Promise<OutputMap> {
    return this.#asked((workspace) => workspace.stackOutputs(this.#args.stack));
  }

  async #isThere(): Promise<boolean> {
    const { backend } = this.#args.home;
    if (backend.startsWith("file:")) {
      return existsSync(fileURLToPath(backend));
    }
    try {
      await this.#list();
      return true;
    } catch (error) {
      // Only this answer of S3 says so; one who may not look, or whose session has ended, has not seen that nothing is there.
      if (error instanceof UserError && error.message.includes("NoSuchBucket")) {
        return false;
      }
      throw error;
    }
  }

  async #has(): Promise<boolean> {
    return (await this.#list()).includes(this.#args.stack);
  }

  async #list(): Promise<readonly string[]> {
    const stacks = await this.#asked((workspace) => workspace.listStacks());
    return stacks.map(({ name }) => name);
  }

  /** A file that was restored since lacks it, and the engine would ask for a passphrase. No secret was encrypted with it yet. */
  #nameKey(): void {
    const document = parseDocument(readFileSync(this.#file(), "utf8"), { compat: "yaml-1.1" });
    if (!SECRETS_FIELDS.some((field) => document.has(field))) {
      document.set("secretsprovider", this.#args.home.secretsProvider);
      writeWhole(this.#file(), document.toString({ lineWidth: 0 }), 0o644);
    }
  }

  #file(): string {
    return join(this.#args.root, `Pulumi.${this.#args.stack}.yaml`);
  }

  /** @throws {UserError} with what the engine complained about */
  async #asked<T>(ask: (workspace: LocalWorkspace) => Promise<T>): Promise<T> {
    const { root, home, engine } = this.#args;
    const { options } = engine;
    const workspace = await LocalWorkspace.create({
      ...options,
      workDir: root,
      secretsProvider: home.secretsProvider,
      envVars: { ...options.envVars, PULUMI_BACKEND_URL: home.backend },
    });
    try {
      return await ask(workspace);
    } catch (error) {
      const [why = (error as Error).message] = /(?<=^ *(?:stderr: )?error: ).+/m.exec((error as Error).message) ?? [];
      throw new UserError(`stack ${this.#args.stack} in ${home.backend}: ${why}`);
    }
  }
}
