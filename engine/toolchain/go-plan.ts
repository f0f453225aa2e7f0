import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BuildStep, GoPackage } from "./tool";

/** A package that programs are made of. */
export interface PlannedPackage {
  readonly path: string;
  readonly standard: boolean;
  /** Whether it has to be compiled: Go's cache has it not. */
  readonly stale: boolean;
  readonly files: readonly string[];
  /** All packages that it is made of, if it is a program. */
  readonly deps?: readonly string[];
}

/** A command of Go: where it runs, and the module that it builds packages of. */
export interface PlannedCommand {
  readonly folder: string;
  readonly module: string;
}

/** Linking a byte of source takes this part of the time that compiling it takes. */
const LINK_SHARE = 0.1;
/** Before this part is done, a rate says nothing. */
const LEAST_DONE = 0.03;

/** What is to be compiled and linked, and how much of it is done, weighed by the size of the sources. */
export class BuildPlan {
  /** Bytes of each package that is to be compiled. */
  readonly #packages = new Map<string, number>();
  readonly #begun = new Set<string>();
  /** The packages of each command, by its folder, that are not begun yet, and who waits for there to be none. */
  readonly #left = new Map<string, Set<string>>();
  readonly #waiting = new Map<string, () => void>();
  /** Bytes that are linked into each program. */
  readonly #programs = new Map<string, number>();
  readonly #start = Date.now();

  /** @param bin the folder that programs appear in once they are linked */
  constructor(private readonly bin: string) {}

  add(command: PlannedCommand, programs: readonly GoPackage[], packages: readonly PlannedPackage[]): void {
    const bytes = new Map(packages.map(({ path, files }) => [path, bytesOf(files)]));
    const left = new Set<string>();
    for (const { path, standard, stale } of packages) {
      if (stale) {
        const name = standard ? path : key(command, path);
        this.#packages.set(name, bytes.get(path) ?? 0);
        left.add(name);
      }
    }
    this.#left.set(command.folder, left);
    const mains = packages.filter(({ deps }) => deps !== undefined);
    for (const { program, path: given } of programs) {
      // A path that starts with a dot is below the module's own.
      const main = mains.find(({ path }) => path === given || (given.startsWith(".") && path.endsWith(given.slice(1))));
      this.#programs.set(
        program,
        (main?.deps ?? []).reduce((sum, path) => sum + (bytes.get(path) ?? 0), 0),
      );
    }
  }

  /** Go says the path of each package that it begins to compile. */
  begun(command: PlannedCommand, path: string): void {
    const name = [key(command, path), path].find((known) => this.#packages.has(known));
    const left = this.#left.get(command.folder);
    if (name === undefined || left === undefined) {
      return;
    }
    this.#begun.add(name);
    left.delete(name);
    if (left.size === 0) {
      this.#waiting.get(command.folder)?.();
    }
  }

  /** Nothing more comes of a command: what it did not begin, another one has compiled meanwhile, or it failed. */
  ended(command: PlannedCommand): void {
    this.#left.get(command.folder)?.forEach((name) => this.#begun.add(name));
  }

  /** Settles once all packages of a command are begun, if there are any. */
  allBegun(command: PlannedCommand): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(command.folder, resolve);
    });
  }

  step(): BuildStep {
    const secondsLeft = this.#secondsLeft();
    const [done, of] = [this.#begun.size, this.#packages.size];
    if (done < of) {
      return { phase: "packages", done, of, secondsLeft };
    }
    return {
      phase: "linking",
      programs: [...this.#programs.keys()].filter((name) => !this.#isLinked(name)),
      secondsLeft,
    };
  }

  #secondsLeft(): number | undefined {
    let [all, done] = [0, 0];
    for (const [path, bytes] of this.#packages) {
      all += bytes;
      done += this.#begun.has(path) ? bytes : 0;
    }
    for (const [program, bytes] of this.#programs) {
      all += bytes * LINK_SHARE;
      done += this.#isLinked(program) ? bytes * LINK_SHARE : 0;
    }
    const seconds = (Date.now() - this.#start) / 1000;
    return done < all * LEAST_DONE ? undefined : Math.round((seconds * (all - done)) / done);
  }

  #isLinked(program: string): boolean {
    return existsSync(join(this.bin, program));
  }
}

function key({ module }: PlannedCommand, path: string): string {
  return `${module} ${path}`;
}

function bytesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}
