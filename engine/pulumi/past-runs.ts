import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "./state";

/** A run of the engine that has changed a stack, or tried to. */
export interface PastRun {
  /** The engine's word: `update`, `refresh`, `destroy`. */
  readonly kind: string;
  readonly endedAt: Date;
  readonly succeeded: boolean;
  /** How many resources, by operation: `{ create: 2, update: 3 }`; those that stayed the same are left out. */
  readonly changes: Readonly<Record<string, number>>;
  /** The stack's configuration that it was given. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What the engine keeps of a run in a file backend, as far as it is read here. */
interface Entry {
  readonly kind: string;
  /** Seconds since 1970. */
  readonly endTime: number;
  readonly result: string;
  readonly resourceChanges?: Readonly<Record<string, number>> | null;
  readonly config?: Readonly<Record<string, unknown>> | null;
}

/**
 * The runs that a stack in a file backend has seen since it came up, the newest first.
 * @param count how many at most
 */
export function pastRuns(folder: string, stack: string, count: number): readonly PastRun[] {
  const history = join(stateFolder(folder), ".pulumi", "history", "thoughts", stack);
  const files = existsSync(history) ? readdirSync(history).filter((file) => file.endsWith(".history.json")) : [];
  // Their names have the time in them.
  const newest = files.sort().reverse().slice(0, count);
  return newest.flatMap((file) => runIn(join(history, file)));
}

/** @returns none if it is being written */
function runIn(file: string): readonly PastRun[] {
  try {
    const { kind, endTime, result, resourceChanges, config } = JSON.parse(readFileSync(file, "utf8")) as Entry;
    const changes = Object.entries(resourceChanges ?? {}).filter(([operation]) => operation !== "same");
    return [
      {
        kind,
        endedAt: new Date(endTime * 1_000),
        succeeded: result === "succeeded",
        changes: Object.fromEntries(changes),
        config: config ?? {},
      },
    ];
  } catch {
    return [];
  }
}
