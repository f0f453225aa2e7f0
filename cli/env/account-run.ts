import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { engineFor } from "../../engine/pulumi/engine";
import { changesText } from "../../engine/pulumi/progress";
import { withLock } from "../../engine/process/lock";
import type { DemoSource } from "../../stacks/names";
import { derive } from "../../stacks/derivation";
import { timeText } from "../../stacks/time-text";
import { UserError } from "../../engine/user-error";
import { demandAccount } from "../account/caller";
import { accountEnvironment } from "../account/environment";
import { stateBackendOf } from "../bootstrap/account";
import { BOOTSTRAPS, removeEmptyFolders, ROOT, stackFile } from "../folders";
import { demandOwnAccount } from "../preflight/placeholders";
import { readRelease } from "../release/stack-file";
import { required, runSteps } from "../steps";
import { engineToolFor } from "../tools";
import { checkProgram } from "../type-check";
import { AccountDemos } from "./account-demos";
import type { AccountSource } from "./account-source";
import { changeDemoFile, deleteDemoFile, demoText, writeNewDemo } from "./demo-file";
import { remainingText } from "./lease-text";
import { defaultWish } from "./wish";

type Say = (line: string) => void;

/**
 * Works on the demos in an account, alone in this clone: elsewhere, the engine's own lock on each state is what counts.
 * @throws {UserError} for a caller of another account
 */
export async function withAccountDemos<T>(
  source: AccountSource,
  say: Say,
  work: (demos: AccountDemos) => Promise<T>,
): Promise<T> {
  demandOwnAccount(ROOT, source);
  const { platform } = accountEnvironment(ROOT, source);
  await demandAccount(platform);
  const folder = join(BOOTSTRAPS, `demos-${source}`);
  const logOf = (name: string) => join(BOOTSTRAPS, `${name}.log`);
  const begin = async () => {
    const engine = await engineFor({
      root: ROOT,
      folder,
      pulumi: await engineToolFor(say),
      plugins: { aws: { kind: "fetched" }, kubernetes: { kind: "fetched" } },
      environment: {},
    });
    return work(new AccountDemos({ root: ROOT, backend: stateBackendOf(source, platform), engine, logOf, say }));
  };
  try {
    return await withLock(`${folder}.lock`, begin, {
      onWait: (pid) => say(`process ${pid} works on the demos of ${source}; waiting until it has ended`),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    removeEmptyFolders();
  }
}

/** Brings a demo up as its file says. @returns its addresses */
export async function upInAccount(name: string, source: AccountSource): Promise<Readonly<Record<string, string>>> {
  await checkProgram();
  let urls: Readonly<Record<string, string>> | undefined;
  await runSteps([
    {
      title: `pulumi up of stack ${name}`,
      run: (say) =>
        withAccountDemos(source, say, async (demos) => {
          const { created } = await demos.find(name);
          if (created !== undefined) {
            // Its file may be a new one: a workflow has none of earlier runs.
            const settings = demoText(name);
            changeDemoFile(name, { ...settings, demo: { ...settings.demo, created: timeText(created) } });
          }
          const run = await demos.up(name);
          urls = (run.outputs.urls?.value ?? {}) as Readonly<Record<string, string>>;
          return `pulumi up: ${changesText(run)}`;
        }),
    },
  ]);
  return required(urls);
}

/** Removes a demo in an account, and its file here. @returns whether there was one */
export async function removeInAccount(name: string, source: AccountSource): Promise<boolean> {
  let found = false;
  await runSteps([
    {
      title: `pulumi destroy of stack ${name}`,
      run: (say) =>
        withAccountDemos(source, say, async (demos) => {
          found = (await demos.names()).includes(name);
          return found ? removed(demos, name, source) : `There is no demo ${name} of ${source}`;
        }),
    },
  ]);
  return found;
}

/** @returns what was done, for people */
export async function removed(demos: AccountDemos, name: string, source: DemoSource): Promise<string> {
  if (!existsSync(stackFile(name))) {
    // The engine reads the file before it removes anything, although nothing then depends on what it says.
    const from = { stack: source, platform: source, release: readRelease(source) };
    writeNewDemo(name, derive(from, { ...defaultWish(), overrides: [] }, new Date()));
  }
  const run = await demos.remove(name);
  deleteDemoFile(name);
  return `pulumi destroy of stack ${name}: ${changesText(run)}`;
}

/** Removes the demos in an account whose time is over. One that can't be removed does not keep the others. */
export async function pruneInAccount(source: AccountSource, dryRun: boolean): Promise<void> {
  const lines: string[] = [];
  await runSteps([
    {
      title: `Demos of ${source}`,
      run: (say) =>
        withAccountDemos(source, say, async (demos) => {
          lines.push(...(await pruned(demos, { source, dryRun, now: new Date() })));
          return `Demos of ${source}: looked at`;
        }),
    },
  ]);
  console.log(lines.join("\n"));
}

interface Pruning {
  readonly source: DemoSource;
  readonly dryRun: boolean;
  readonly now: Date;
}

/** @returns what was done with each that has ended, or does not say when it does */
export async function pruned(demos: AccountDemos, { source, dryRun, now }: Pruning): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const name of await demos.names()) {
    // Only now: what was removed before it took its time, and somebody may have changed this one meanwhile.
    const { expires } = await demos.find(name);
    if (expires === undefined) {
      lines.push(
        `${name} does not say when it ends; look at it, or remove it: npx thoughts env destroy ${name} --of ${source}`,
      );
    } else if (expires.getTime() <= now.getTime()) {
      lines.push(await ended(demos, { name, expires }, { source, dryRun, now }));
    }
  }
  return lines.length === 0 ? ["No demo has ended."] : lines;
}

async function ended(
  demos: AccountDemos,
  { name, expires }: { readonly name: string; readonly expires: Date },
  { source, dryRun, now }: Pruning,
): Promise<string> {
  const end = `${name} ${remainingText(expires, now)}`;
  if (dryRun) {
    return `${end}; it would be removed.`;
  }
  try {
    await removed(demos, name, source);
    return `${end}; it is removed.`;
  } catch (error) {
    if (!(error instanceof UserError)) {
      throw error;
    }
    process.exitCode = 1;
    return `${end}, and is not removed: ${error.message}`;
  }
}
