// `npm run test:changed`: what a change can touch, in under two minutes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../engine/user-error";
import { changedFiles } from "./change";
import { type Durations, readDurations } from "./durations";
import { importsIn } from "./imports";
import { fitting, leftOutText } from "./selection";
import { touchedBy } from "./touched";

const ROOT = join(__dirname, "..");
const LIMIT_SECONDS = 120;

/** What Vitest takes to start and to print. */
const START_SECONDS = 5;

const LINTED = /\.(ts|tsx|mts)$/;

async function main(): Promise<boolean> {
  const start = Date.now();
  const { values } = parseArgs({ options: { base: { type: "string" } } });
  const changed = changedFiles(ROOT, values.base);
  if (changed.length === 0) {
    console.log("Nothing has changed.");
    return true;
  }
  console.log(`${changed.length} files have changed.`);
  const checked = await check(changed.filter((file) => existsSync(join(ROOT, file))));

  const { unit, engine } = touchedBy(changed, { imports: importsIn(ROOT) });
  const durations = readDurations(ROOT);
  const seconds = LIMIT_SECONDS - (Date.now() - start) / 1_000 - START_SECONDS - sideBySide(unit, durations);
  const selection = fitting(engine, durations, seconds);
  const files = [...unit, ...selection.run];
  console.log(`${unit.length} unit tests' files and ${engine.length} engine tests' files are touched.`);
  const tested =
    files.length === 0 || (await run("vitest", "run", "--project", "unit", "--project", "engine", ...files));

  const left = leftOutText(selection, durations);
  const result = checked && tested ? "All that was run is well" : "Something failed, see above";
  console.log(`${left === "" ? "" : `\n${left}\n`}\n${result}, after ${Math.round((Date.now() - start) / 1_000)} s.`);
  return checked && tested;
}

/** Lint and format of files, and the types of everything: a change can break those of any file. */
async function check(files: readonly string[]): Promise<boolean> {
  const linted = files.filter((file) => LINTED.test(file));
  const runs = await Promise.all([
    ...(linted.length > 0 ? [run("eslint", "--max-warnings", "0", ...linted)] : []),
    run("npm", "run", "--silent", "typecheck"),
    ...(files.length > 0 ? [run("prettier", "--check", "--log-level", "warn", "--ignore-unknown", ...files)] : []),
  ]);
  return runs.every(Boolean);
}

/** Runs a program of the packages. @returns whether it was content */
async function run(program: string, ...args: readonly string[]): Promise<boolean> {
  const [code] = (await once(spawn(program, args, { cwd: ROOT, stdio: "inherit" }), "close")) as [number | null];
  return code === 0;
}

/** How long unit tests take, which share the processors. One that never ran is taken for quick. */
function sideBySide(files: readonly string[], durations: Durations): number {
  return files.reduce((sum, file) => sum + (durations[file] ?? 0), 0) / availableParallelism();
}

main().then(
  (ok) => process.exit(ok ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof UserError ? error.message : error);
    process.exit(1);
  },
);
