import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { complaintOf } from "./type-complaint";

/** Folders of the program, as in `tsconfig.program.json`. */
const FOLDERS = ["components", "infra", "policies", "release", "stacks"];

/** What else decides whether it compiles. */
const FILES = ["engine/user-error.ts", "package-lock.json", "tsconfig.json", "tsconfig.program.json", "versions.json"];

/** How many states of the sources are remembered: those of some branches, and of working trees with the same packages. */
const REMEMBERED = 50;

/** The longest list of errors that is read. */
const MOST_BYTES = 16 * 1024 * 1024;

/** How the compiler ended. */
interface Compiled {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Type-checks the program of a clone, unless it was found to be right before.
 * @returns for people: what is wrong with it; undefined if nothing is
 */
export function checkTypes(root: string): string | undefined {
  const state = stateOf(root);
  if (isRemembered(root, state)) {
    return undefined;
  }
  const [program, args] = compilerOf(root);
  return judged(root, state, spawnSync(program, args, { cwd: root, encoding: "utf8", maxBuffer: MOST_BYTES }));
}

/** The same, while this process does something else. */
export async function checkTypesBeside(root: string): Promise<string | undefined> {
  const state = stateOf(root);
  if (isRemembered(root, state)) {
    return undefined;
  }
  const [program, args] = compilerOf(root);
  const compiled = await new Promise<Compiled>((resolve) => {
    const child = execFile(program, args, { cwd: root, maxBuffer: MOST_BYTES }, (_, stdout, stderr) => {
      resolve({ status: child.exitCode, stdout, stderr });
    });
  });
  return judged(root, state, compiled);
}

/** TypeScript 7, which takes all of the program in the time that TypeScript 6 needs to see that nothing has changed. */
function compilerOf(root: string): readonly [program: string, args: readonly string[]] {
  const compiler = join(root, "node_modules", "@typescript", "native", "bin", "tsc");
  return [process.execPath, [compiler, "--project", "tsconfig.program.json", "--pretty", "false"]];
}

function judged(root: string, state: string, { status, stdout, stderr }: Compiled): string | undefined {
  if (status === 0) {
    remember(root, state);
    return undefined;
  }
  return (
    complaintOf(stdout, (name) => declarationOf(root, name)) ??
    `the program can't be type-checked; install its packages: npm ci\n${stderr.trim()}`
  );
}

/** The files that decide whether the program compiles, besides its packages. */
export function sourcesOf(root: string): readonly string[] {
  return [...FILES, ...FOLDERS.flatMap((folder) => sourcesIn(root, folder))];
}

/** A type of one line, and where it is: `\`${number}Mi\` (components/workload/resources.ts:7)`. */
function declarationOf(root: string, name: string): string | undefined {
  for (const file of sourcesOf(root)) {
    const lines = readFileSync(join(root, file), "utf8").split("\n");
    const index = lines.findIndex((line) => line.startsWith(`export type ${name} = `) && line.endsWith(";"));
    if (index >= 0) {
      return `${(lines[index] ?? "").slice(`export type ${name} = `.length, -1)} (${file}:${index + 1})`;
    }
  }
  return undefined;
}

/** A hash of all that decides whether the program compiles. */
function stateOf(root: string): string {
  const hash = createHash("sha256");
  for (const file of sourcesOf(root)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function sourcesIn(root: string, folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return entries
    .filter((entry) => entry.endsWith(".ts") && !/\.test\.ts$|(^|[\\/])testing[\\/]/.test(entry))
    .map((entry) => `${folder}/${entry}`)
    .sort();
}

function memoryOf(root: string): string {
  return join(root, "node_modules", ".cache", "thoughts", "checked-types.json");
}

function remembered(root: string): readonly string[] {
  try {
    return JSON.parse(readFileSync(memoryOf(root), "utf8")) as readonly string[];
  } catch {
    // Nothing was checked yet.
    return [];
  }
}

function isRemembered(root: string, state: string): boolean {
  return remembered(root).includes(state);
}

/** Of two that do so at once, one is forgotten, and checked once more. */
function remember(root: string, state: string): void {
  const file = memoryOf(root);
  const fresh = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(fresh, JSON.stringify([...remembered(root), state].slice(-REMEMBERED)));
    renameSync(fresh, file);
  } catch {
    // Where nothing can be written, it is checked each time.
  }
}
