import { createHash } from "node:crypto";
import { HIDDEN } from "../../engine/pulumi/change";
import { isSecret } from "../../engine/pulumi/state";
import { type Difference, type Differing, differenceOf } from "../../release/difference";
import type { Resource } from "../bootstrap/resource";
import { isSecretPath, Mask } from "../report/mask";

/** A field that somebody has changed past the program. */
export interface DriftedField {
  /** From the top: `spec.template.spec.terminationGracePeriodSeconds`. */
  readonly path: string;
  /** What the last run brought in. @default - it was not there; of a text of several lines, see `lines` */
  readonly declared?: unknown;
  /** What is there. @default - it is gone */
  readonly found?: unknown;
  /** Of a text of several lines, those that went (`- `) and that came (`+ `). @default - it is no such text */
  readonly lines?: readonly string[];
}

/** A resource that is otherwise than the last run of the program left it. */
export interface Drift {
  readonly type: string;
  readonly name: string;
  readonly what: "changed" | "gone";
  /** @default - none: it is gone */
  readonly fields?: readonly DriftedField[];
}

const SIDES = { base: "declared", other: "found" } as const;

/** Nobody knows here which secrets there are: what looks like one is hidden. */
const MASK = new Mask([]);

/**
 * What of a stack is otherwise than it was declared, by two of its states: before and after a refresh. Only what the program
 * declares is held against what is there, so what a controller adds is no drift, and neither is a field that the program leaves
 * to others: a refresh puts those into the state too. Of what is called or looks like a secret, only that it differs is said.
 * What is encrypted is not even compared: encrypted twice, the same secret has two texts.
 * @see https://github.com/pulumi/pulumi/blob/v3.246.0/pkg/resource/deploy/step.go, `RefreshStep`
 */
export function driftOf(before: readonly Resource[], after: readonly Resource[]): readonly Drift[] {
  return before.flatMap((resource) => driftIn(resource, after)).sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

function driftIn({ urn, id, inputs = {}, ignoreChanges = [] }: Resource, after: readonly Resource[]): readonly Drift[] {
  const found = after.find((one) => one.urn === urn && one.id === id);
  const named = namedBy(urn);
  if (found === undefined) {
    return goesByItself(named.type, inputs) ? [] : [{ ...named, what: "gone" }];
  }
  const all = fieldsOf(differenceOf(masked(inputs), masked(found.inputs ?? {}), SIDES));
  const fields = all.filter(({ path }) => !ignoreChanges.some((ignored) => isWithin(path, ignored)));
  return fields.length === 0 ? [] : [{ ...named, what: "changed", fields }];
}

function isWithin(path: string, field: string): boolean {
  return path.startsWith(field) && /^(?:[.[]|$)/.test(path.slice(field.length));
}

/**
 * Whether Kubernetes removes it some time after it has ended, as a Job of a migration.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/
 */
function goesByItself(type: string, inputs: Readonly<Record<string, unknown>>): boolean {
  const { spec } = inputs as { readonly spec?: { readonly ttlSecondsAfterFinished?: number } };
  return type === "kubernetes:batch/v1:Job" && spec?.ttlSecondsAfterFinished !== undefined;
}

function fieldsOf(difference: Difference): readonly DriftedField[] {
  return Object.entries(difference).map(([path, value]) => {
    if (isLines(value)) {
      return { path, lines: MASK.text(value.join("\n")).split("\n") };
    }
    const { declared, found } = value;
    return {
      path,
      ...(declared !== undefined && { declared: unmarked(declared) }),
      ...(found !== undefined && { found: unmarked(found) }),
    };
  });
}

function isLines(value: Differing): value is readonly string[] {
  return Array.isArray(value);
}

/** Without what the plugins keep for themselves; secrets by marks, which differ where the secrets do. */
function masked(value: unknown): unknown {
  if (isSecret(value)) {
    return HIDDEN;
  }
  if (Array.isArray(value)) {
    return value.map(masked);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const { name } = value as { readonly name?: unknown };
  const own = Object.entries(value).filter(([key]) => !key.startsWith("__"));
  return Object.fromEntries(
    own.map(([key, inner]) => {
      // Of a container's variable, the name stands beside the value.
      const called = key === "value" && typeof name === "string" ? name : key;
      return [key, typeof inner === "string" && isSecretPath([called]) ? markOf(inner) : masked(inner)];
    }),
  );
}

function markOf(secret: string): string {
  return `${HIDDEN}${createHash("sha256").update(secret).digest("hex")}`;
}

/** Without the marks of secrets, and without what looks like one. */
function unmarked(value: unknown): unknown {
  if (typeof value === "string") {
    return value.startsWith(HIDDEN) ? HIDDEN : MASK.text(value);
  }
  if (Array.isArray(value)) {
    return value.map(unmarked);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unmarked(inner)]))
    : value;
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>` */
export function namedBy(urn: string): { readonly type: string; readonly name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}

function keyOf({ type, name }: Drift): string {
  return `${name} ${type}`;
}
