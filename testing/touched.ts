import type { Imports } from "./imports";
import { ALL, CROSSROADS, NOTHING, REACH } from "./reach";

export interface Tree {
  readonly imports: Imports;
  /** What files reach without importing it. @default REACH */
  readonly reach?: Readonly<Record<string, readonly string[]>>;
}

const UNIT = /(?<!\.(engine|real|long))\.test\.ts$/;

/** Test files that a change can touch. */
export interface Touched {
  readonly unit: readonly string[];
  readonly engine: readonly string[];
}

/**
 * The unit and engine tests that reach a changed file, by imports or as `REACH` says. A file of which nobody says who reads
 * it touches every unit test.
 * @param changed relative to the root of the repository; also those that are gone
 */
export function touchedBy(changed: readonly string[], tree: Tree): Touched {
  const tests = [...tree.imports.keys()].filter((file) => file.endsWith(".test.ts")).sort();
  const all = changed.some((file) => isIn(ALL, file));
  const anyUnit = all || changed.some((file) => !isKnown(file, tree));
  const isTouched = (test: string) => {
    const reached = reachedFrom(test, tree);
    return changed.some((file) => isIn(reached, file));
  };
  return {
    unit: tests.filter((test) => UNIT.test(test) && (anyUnit || isTouched(test))),
    engine: tests.filter((test) => test.endsWith(".engine.test.ts") && (all || isTouched(test))),
  };
}

function isKnown(file: string, { imports, reach = REACH }: Tree): boolean {
  return imports.has(file) || [NOTHING, ...Object.values(reach)].some((paths) => isIn(paths, file));
}

function reachedFrom(test: string, { imports, reach = REACH }: Tree): readonly string[] {
  const found = new Set([test]);
  // Those that are found on the way are visited too.
  for (const file of found) {
    const imported = CROSSROADS.includes(file) ? [] : (imports.get(file) ?? []);
    [...imported, ...(reach[file] ?? [])].forEach((next) => found.add(next));
  }
  return [...found];
}

/** @param paths files, and folders that end in a slash */
function isIn(paths: readonly string[], file: string): boolean {
  return paths.some((path) => path === file || (path.endsWith("/") && file.startsWith(path)));
}
