import { isDeepStrictEqual } from "node:util";
import type { EngineEvent } from "@pulumi/pulumi/automation";

type Step = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

/** What the engine writes for a value that is known only once something is made. */
export const NOT_KNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What the engine writes for a secret. */
export const HIDDEN = "[secret]";

/** What is about to be done to a resource. The engine writes null where the SDK's type has a field left out. */
export type StepEvent = Omit<Step, "old" | "new" | "detailedDiff"> & {
  readonly [Field in "old" | "new" | "detailedDiff"]?: Step[Field] | null;
};

/** What the engine does, or would do, to one resource. */
export interface Change {
  /** The engine's word: `create`, `update`, `replace`, `delete`, ... A replacement is one change, `replace`. */
  readonly op: string;
  /** Type token, such as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  /** The URN of what it is a part of. @default - none: of the stack itself */
  readonly parent?: string | undefined;
  /** Which fields differ. @default - none: it is created or deleted as a whole */
  readonly fields?: readonly FieldChange[];
  /** What was asked for before. @default - nothing: it was not there */
  readonly before?: Readonly<Record<string, unknown>> | undefined;
  /** What is asked for now. @default - nothing: it will not be there any more */
  readonly after?: Readonly<Record<string, unknown>> | undefined;
}

/** Every field of two objects that is another one in each, by name. */
export function fieldsThatDiffer(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly FieldChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .sort()
    .map((name) => ({ path: [name], before: before[name], after: after[name] }));
}

/** A field of a resource that differs; secrets are {@link HIDDEN} in the engine's events already. */
export interface FieldChange {
  /** Names and indexes from the top; an element of a list that has a name goes by it: `containers`, `frontend`, `image`. */
  readonly path: readonly string[];
  /** @default - it was not there */
  readonly before?: unknown;
  /** @default - it is not there any more */
  readonly after?: unknown;
}

/** The three steps in which the engine replaces a resource. */
const OF_A_REPLACEMENT = ["create-replacement", "replace", "delete-replaced"];

/** @param name the resource's, from its URN */
export function changeOf({ op, type, old, new: wanted, detailedDiff }: StepEvent, name: string): Change {
  const paths = Object.keys(detailedDiff ?? {});
  const fields = paths.map((path) => fieldOf(path, old?.inputs, wanted?.inputs));
  return {
    op: OF_A_REPLACEMENT.includes(op) ? "replace" : op,
    type,
    name,
    parent: (wanted ?? old)?.parent,
    ...(fields.length > 0 && { fields }),
    ...(old && { before: old.inputs }),
    ...(wanted && op !== "delete" && { after: wanted.inputs }),
  };
}

/** Changes of which each is of another resource, or does another thing to it. */
export class Changes {
  readonly #found = new Map<string, Change>();

  get all(): readonly Change[] {
    return [...this.#found.values()];
  }

  /** Of the steps of one replacement, the first that names fields is kept. */
  add(urn: string, change: Change): void {
    const key = `${change.op} ${urn}`;
    const known = this.#found.get(key);
    if (known?.fields === undefined) {
      const { before = change.before, after = change.after } = known ?? {};
      this.#found.set(key, { ...change, ...(before && { before }), ...(after && { after }) });
    }
  }
}

/** How many changes there are of each operation, in the order of their first ones. */
export function countsOf(changes: readonly Change[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { op } of changes) {
    counts.set(op, (counts.get(op) ?? 0) + 1);
  }
  return counts;
}

/** Changes by operation: `1 replace, 12 update`. */
export function countsText(changes: readonly Change[]): string {
  return [...countsOf(changes)].map(([op, count]) => `${count} ${op}`).join(", ");
}

/**
 * A field by the engine's path of it, such as `spec.template.metadata.labels["app.kubernetes.io/name"]`.
 * @see https://www.pulumi.com/docs/iac/concepts/miscellaneous/property-paths/
 */
function fieldOf(path: string, old: unknown, wanted: unknown): FieldChange {
  const names: string[] = [];
  let [before, after] = [old, wanted];
  for (const [, quoted, index, plain = ""] of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)) {
    const step = quoted ?? index ?? plain;
    [before, after] = [at(before, step), at(after, step)];
    names.push((index === undefined ? undefined : (nameOf(after) ?? nameOf(before))) ?? step);
  }
  return { path: names, before, after };
}

function at(value: unknown, step: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined;
}

function nameOf(element: unknown): string | undefined {
  const name = at(element, "name");
  return typeof name === "string" ? name : undefined;
}
