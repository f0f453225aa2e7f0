import { rmSync } from "node:fs";
import { join } from "node:path";
import { engineFor } from "../../engine/pulumi/engine";
import { withLock } from "../../engine/process/lock";
import type { AwsPlatform } from "../../infra/platform";
import type { AwsStack } from "../../stacks/names";
import { demandAccount } from "../account/caller";
import { accountEnvironment } from "../account/environment";
import { BOOTSTRAPS, removeEmptyFolders, ROOT } from "../folders";
import { demandOwnAccount } from "../preflight/placeholders";
import { engineToolFor } from "../tools";
import { stateBackendOf } from "./account";
import { BackendStack } from "./backend-stack";

export interface EnvironmentStackArgs {
  readonly stack: AwsStack;
  /** What {@link demandEnvironment} found. */
  readonly platform: AwsPlatform;
  /** What is done with it: the engine keeps its home, and its log, under this name. */
  readonly purpose: "drift" | "preview";
  readonly say: (line: string) => void;
}

/**
 * Where an environment is, before anything of it is asked.
 * @throws {UserError} if its settings are still examples, or the caller is of another account
 */
export async function demandEnvironment(stack: AwsStack): Promise<AwsPlatform> {
  demandOwnAccount(ROOT, stack);
  const { platform } = accountEnvironment(ROOT, stack);
  await demandAccount(platform);
  return platform;
}

/**
 * Works with an environment's stack where its state is, with the official plugins.
 * @param work given the stack, and the file for all that the engine says
 */
export async function withEnvironmentStack<T>(
  { stack, platform, purpose, say }: EnvironmentStackArgs,
  work: (environment: BackendStack, log: string) => Promise<T>,
): Promise<T> {
  const folder = join(BOOTSTRAPS, `${purpose}-${stack}`);
  const log = `${folder}.log`;
  const begin = async () => {
    // It holds what the latest run said.
    rmSync(log, { force: true });
    try {
      const engine = await engineFor({
        root: ROOT,
        folder,
        pulumi: await engineToolFor(say),
        plugins: { aws: { kind: "fetched" }, eks: { kind: "fetched" }, kubernetes: { kind: "fetched" } },
        environment: {},
      });
      const backend = stateBackendOf(stack, platform);
      return await work(new BackendStack({ root: ROOT, stack, backend, engine }), log);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  try {
    return await withLock(`${folder}.lock`, begin, {
      onWait: (pid) => say(`process ${pid} looks at ${stack} too; waiting until it has ended`),
    });
  } finally {
    removeEmptyFolders();
  }
}
