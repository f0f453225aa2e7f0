import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Engine, engineFor } from "../../engine/pulumi/engine";
import { withLock } from "../../engine/process/lock";
import type { AwsPlatform } from "../../infra/platform";
import type { AwsStack } from "../../stacks/names";
import { demandAccount } from "../account/caller";
import { accountEnvironment } from "../account/environment";
import { BOOTSTRAPS, removeEmptyFolders, ROOT } from "../folders";
import { demandOwnAccount } from "../preflight/placeholders";
import { engineToolFor } from "../tools";

export interface AccountEngineArgs {
  /** The name of the folder that the engine has meanwhile: one at a time works in it. */
  readonly name: string;
  /** Plugins that the program and its state need: the official ones. */
  readonly plugins: readonly ("aws" | "eks" | "kubernetes")[];
  /** What another process does that has to be waited for: `looks at staging too`. */
  readonly waitsFor: string;
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

/** Works with an engine on stacks whose state is in an account. Elsewhere, the engine's own lock on each state is what counts. */
export async function withAccountEngine<T>(
  { name, plugins, waitsFor, say }: AccountEngineArgs,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const folder = join(BOOTSTRAPS, name);
  const begin = async () => {
    try {
      const engine = await engineFor({
        root: ROOT,
        folder,
        pulumi: await engineToolFor(say),
        plugins: Object.fromEntries(plugins.map((plugin) => [plugin, { kind: "fetched" }])),
        environment: {},
      });
      return await work(engine);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  try {
    return await withLock(`${folder}.lock`, begin, {
      onWait: (pid) => say(`process ${pid} ${waitsFor}; waiting until it has ended`),
    });
  } finally {
    removeEmptyFolders();
  }
}
