import { join } from "node:path";
import { changesText } from "../../engine/pulumi/progress";
import type { DemoSource } from "../../stacks/names";
import { timeText } from "../../stacks/time-text";
import { UserError } from "../../engine/user-error";
import { stateBackendOf } from "../bootstrap/account";
import { demandEnvironment, withAccountEngine } from "../bootstrap/account-engine";
import { BOOTSTRAPS, ROOT } from "../folders";
import { required, runSteps } from "../steps";
import { checkProgram } from "../type-check";
import { AccountDemos } from "./account-demos";
import type { AccountSource } from "./account-source";
import { changeDemoFile, deleteDemoFile, demoText } from "./demo-file";
import { remainingText } from "./lease-text";

type Say = (line: string) => void;

/**
 * Works on the demos in an account, alone in this clone.
 * @throws {UserError} for a caller of another account
 */
export async function withAccountDemos<T>(
  source: AccountSource,
  say: Say,
  work: (demos: AccountDemos) => Promise<T>,
): Promise<T> {
  const backend = stateBackendOf(source, await demandEnvironment(source));
  const logOf = (name: string) => join(BOOTSTRAPS, `${name}.log`);
  const waitsFor = `works on the demos of ${source}`;
  return withAccountEngine({ name: `demos-${source}`, plugins: ["aws", "kubernetes"], waitsFor, say }, (engine) =>
    work(new AccountDemos({ source, root: ROOT, backend, engine, logOf, say })),
  );
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
          if (!found) {
            deleteDemoFile(name);
            return `There is no demo ${name} of ${source}`;
          }
          return `pulumi destroy of stack ${name}: ${changesText(await demos.remove(name))}`;
        }),
    },
  ]);
  return found;
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
export async function pruned(demos: AccountDemos, pruning: Pruning): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const name of await demos.names()) {
    try {
      lines.push(...(await prunedOne(demos, name, pruning)));
    } catch (error) {
      if (!(error instanceof UserError)) {
        throw error;
      }
      process.exitCode = 1;
      lines.push(`${name} is not removed: ${error.message}`);
    }
  }
  return lines.length === 0 ? ["No demo has ended."] : lines;
}

/** @returns nothing for one that goes on */
async function prunedOne(
  demos: AccountDemos,
  name: string,
  { source, dryRun, now }: Pruning,
): Promise<readonly string[]> {
  // Asked one by one: what was removed before took its time, and somebody may have changed this one meanwhile.
  const { expires } = await demos.find(name);
  if (expires === undefined) {
    const remedy = `npx thoughts env destroy ${name} --of ${source}`;
    return [`${name} does not say when it ends; look at it, or remove it: ${remedy}`];
  }
  if (expires.getTime() > now.getTime()) {
    return [];
  }
  if (!dryRun) {
    await demos.remove(name);
  }
  return [`${name} ${remainingText(expires, now)}; it ${dryRun ? "would be" : "is"} removed.`];
}
