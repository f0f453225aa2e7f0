import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Deployment, LocalWorkspace, type OutputMap, Stack } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import type { Engine } from "../../engine/pulumi/engine";
import { type LookedUp, lookUp } from "../../engine/pulumi/look-up";
import { type Run, type Runnable, type RunOptions, runEngine } from "../../engine/pulumi/run";
import { UserError } from "../../engine/user-error";
import type { StateBackend } from "./account";
import { leftLocks, removeLocks } from "./locks";
import { type Resource, resourcesOf } from "./resource";

export interface BackendStackArgs {
  /** The clone with the program, and with the stack's file, into which the engine writes how secrets are encrypted. */
  readonly root: string;
  readonly stack: string;
  readonly backend: StateBackend;
  readonly engine: Engine;
}

/** How the secrets in a state are encrypted. */
interface Secrets {
  readonly state?: { readonly url?: string; readonly encryptedkey?: string };
}

/** The same in a stack's file. */
interface Settings {
  readonly secretsprovider?: string;
  readonly encryptedkey?: string;
}

/** A stack in the state backend of an account: the account's own, or a demo. */
export class BackendStack {
  readonly #args: BackendStackArgs;

  constructor(args: BackendStackArgs) {
    this.#args = args;
  }

  /** What its state has. @returns undefined if the backend is not there yet, and nothing if the stack is not there or empty */
  async resources(): Promise<readonly Resource[] | undefined> {
    if (!(await this.#isThere())) {
      return undefined;
    }
    return (await this.#has()) ? resourcesOf(await this.#export()) : [];
  }

  /** The names of all stacks in its backend. */
  async names(): Promise<readonly string[]> {
    const stacks = await this.#asked((workspace) => workspace.listStacks());
    return stacks.map(({ name }) => name);
  }

  /** Takes the stack, of which nothing is left, out of its backend. */
  async remove(): Promise<void> {
    await this.#asked((workspace) => workspace.removeStack(this.#args.stack));
  }

  #export(): Promise<Deployment> {
    return this.#asked((workspace) => workspace.exportStack(this.#args.stack));
  }

  /**
   * Makes the stack, unless it is there. Its state names the key from then on, and so does the stack's file once the engine has
   * run the program. The engine writes an empty state first and the key after it: one that was killed between both left a stack
   * that would never be encrypted with the key, so that one is made anew.
   * @see https://github.com/pulumi/pulumi/blob/v3.246.0/pkg/backend/diy/backend.go
   */
  async make(): Promise<void> {
    if (await this.#has()) {
      const state = await this.#export();
      if (resourcesOf(state).length > 0 || secretsOf(state) !== undefined) {
        return;
      }
      // The file stays: people wrote it.
      await this.#alone((workspace) => workspace.removeStack(this.#args.stack, { preserveConfig: true }));
    }
    await this.#alone((workspace) => workspace.createStack(this.#args.stack));
  }

  /** Takes over the state of another backend. How secrets are encrypted stays as `make` chose it. */
  async import(state: Deployment): Promise<void> {
    const moved = { ...(state.deployment as object), secrets_providers: secretsOf(await this.#export()) };
    await this.#alone((workspace) => workspace.importStack(this.#args.stack, { ...state, deployment: moved }));
  }

  /**
   * Removes the locks that an engine left when it was killed. To make a stack that is there takes the lock, is refused, and
   * changes nothing.
   * @see https://github.com/pulumi/pulumi/blob/v3.246.0/pkg/backend/diy/backend.go, `CreateStack`
   * @throws {UserError} if somebody may be at work
   */
  async unlock(): Promise<void> {
    try {
      await this.#alone((workspace) => workspace.createStack(this.#args.stack));
    } catch (error) {
      if (!(error as UserError).message.includes("already exists")) {
        throw error;
      }
    }
  }

  /** @throws {UserError} unless its state and its file name the same key, by which its secrets are encrypted */
  async demandEncryption(): Promise<void> {
    const { root, stack, backend } = this.#args;
    const { url, encryptedkey } = secretsOf(await this.#export())?.state ?? {};
    const file = `Pulumi.${stack}.yaml`;
    const { secretsprovider, encryptedkey: inFile } = parse(readFileSync(join(root, file), "utf8")) as Settings;
    if (
      url !== backend.secretsProvider ||
      secretsprovider !== url ||
      encryptedkey === undefined ||
      inFile !== encryptedkey
    ) {
      throw new UserError(
        `stack ${stack} in ${backend.url} is to be encrypted by ${backend.secretsProvider}, but its state names ` +
          `${url ?? "no key"} and ${file} ${secretsprovider ?? "none"}, or they do not have the same encryptedkey. ` +
          `Bring ${file} back as it is in git, and run this again; nothing was removed.`,
      );
    }
  }

  async run(operation: "preview" | "up" | "destroy", options: RunOptions): Promise<Run> {
    return runEngine(await this.#runnable(), operation, options);
  }

  /** Looks up what is there, and changes nothing, not even the state. */
  async lookUp(exceptOf: (state: Deployment) => readonly string[], options: RunOptions): Promise<LookedUp> {
    return lookUp(await this.#runnable(), exceptOf, options);
  }

  async #runnable(): Promise<Runnable> {
    const { stack: name, engine, root } = this.#args;
    const stack = await this.#asked((workspace) => Stack.select(name, workspace));
    return { stack, configFile: join(root, `Pulumi.${name}.yaml`), policies: engine.policies };
  }

  outputs(): Promise<OutputMap> {
    return this.#asked((workspace) => workspace.stackOutputs(this.#args.stack));
  }

  async #isThere(): Promise<boolean> {
    try {
      await this.names();
      return true;
    } catch (error) {
      // Only this answer of S3 says so; one who may not look, or whose session has ended, has not seen that nothing is there.
      const { message } = error as UserError;
      if (message.includes("NoSuchBucket")) {
        return false;
      }
      throw new UserError(`${message}\nSign in as the account's administrator, and run this again.`);
    }
  }

  async #has(): Promise<boolean> {
    return (await this.names()).includes(this.#args.stack);
  }

  /** Asks for what one engine at a time may do. Locks that an engine left when it was killed are removed. */
  #alone<T>(ask: (workspace: LocalWorkspace) => Promise<T>): Promise<T> {
    return this.#asked(async (workspace) => {
      try {
        return await ask(workspace);
      } catch (error) {
        const locks = leftLocks((error as Error).message);
        if (locks.length === 0) {
          throw error;
        }
        await removeLocks(locks, new URL(this.#args.backend.url).searchParams.get("region") ?? "");
        return ask(workspace);
      }
    });
  }

  /** @throws {UserError} with what the engine complained about */
  async #asked<T>(ask: (workspace: LocalWorkspace) => Promise<T>): Promise<T> {
    const { root, backend, engine } = this.#args;
    const { options } = engine;
    const workspace = await LocalWorkspace.create({
      ...options,
      workDir: root,
      secretsProvider: backend.secretsProvider,
      envVars: {
        ...options.envVars,
        PULUMI_BACKEND_URL: backend.url,
        // The stack's file may have been restored since it named the key: the state names it too, and the engine writes it again.
        PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
      },
    });
    try {
      return await ask(workspace);
    } catch (error) {
      const { message } = error as Error;
      // Of a lock, the lines below say whose it is.
      const [why = message] = /(?<=^ *(?:stderr: )?error: ).+(?:\n +\S+: created by .+)*/m.exec(message) ?? [];
      throw new UserError(`stack ${this.#args.stack} in ${backend.url}: ${why}`);
    }
  }
}

function secretsOf({ deployment }: Deployment): Secrets | undefined {
  return (deployment as { readonly secrets_providers?: Secrets } | null)?.secrets_providers;
}
