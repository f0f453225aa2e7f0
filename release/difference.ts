import { diffLines } from "diff";

/** A value of a YAML file. */
type Value = unknown;

/** What one stack has where another has something else; a side that has nothing there is left out. */
export type Differing = Readonly<Record<string, Value>> | readonly string[];

/** Each path at which two stacks differ: `inputs.spec.maxReplicas`. */
export type Difference = Readonly<Record<string, Differing>>;

/** Two stacks that are held against each other. */
export interface Sides {
  /** The one that is committed as a whole. */
  readonly base: string;
  readonly other: string;
}

/**
 * Where two values differ, as deep inside as can be said. Lists of another length differ as wholes; of texts of several
 * lines, the lines that went (`- `) and that came (`+ `) are told.
 */
export function differenceOf(base: Value, other: Value, sides: Sides, path = ""): Difference {
  if (JSON.stringify(base) === JSON.stringify(other)) {
    return {};
  }
  const [left, right] = [childrenOf(base), childrenOf(other)];
  if (left !== undefined && right !== undefined && (!Array.isArray(base) || sameLength(base, other))) {
    const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
    return Object.assign(
      {},
      ...keys.map((key) => differenceOf(left.get(key), right.get(key), sides, joined(path, key, base))),
    ) as Difference;
  }
  return { [path]: differing(base, other, sides) };
}

function childrenOf(value: Value): ReadonlyMap<string, Value> | undefined {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
}

function sameLength(base: readonly unknown[], other: Value): boolean {
  return Array.isArray(other) && base.length === other.length;
}

function joined(path: string, key: string, parent: Value): string {
  return Array.isArray(parent) || !/^[\w-]+$/.test(key) ? `${path}[${key}]` : `${path}${path === "" ? "" : "."}${key}`;
}

function differing(base: Value, other: Value, sides: Sides): Differing {
  if (typeof base === "string" && typeof other === "string" && `${base}${other}`.includes("\n")) {
    return diffLines(base, other)
      .filter(({ added, removed }) => added || removed)
      .flatMap(({ added, value }) =>
        value
          .replace(/\n$/, "")
          .split("\n")
          .map((line) => `${added ? "+" : "-"} ${line}`),
      );
  }
  return {
    ...(base !== undefined && { [sides.base]: base }),
    ...(other !== undefined && { [sides.other]: other }),
  };
}
