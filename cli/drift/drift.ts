import { createHash } from "node:crypto";
import { HIDDEN } from "../../engine/pulumi/change";
import { isSecret } from "../../engine/pulumi/state";
import { type Difference, type Differing, differenceOf } from "../../release/difference";
import type { Resource } from "../bootstrap/resource";
import { isSecretName } from "../preview/secrets";

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

/**
 * What of a stack is otherwise than it was declared, by two of its states: before and after a refresh. Only what the program
 * declares is held against what is there, so what a controller adds is no drift. Of what is called like a secret, only that it
 * differs is said. What is encrypted is not even compared: encrypted twice, the same secret has two texts.
 */
export function driftOf(before: readonly Resource[], after: readonly Resource[]): readonly Drift[] {
  return before.flatMap((resource) => driftIn(resource, after)).sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

function driftIn({ urn, id, inputs = {} }: Resource, after: readonly Resource[]): readonly Drift[] {
  const found = after.find((one) => one.urn === urn && one.id === id);
  const named = namedBy(urn);
  if (found === undefined) {
    return [{ ...named, what: "gone" }];
  }
  const fields = fieldsOf(differenceOf(masked(inputs), masked(found.inputs ?? {}), SIDES));
  return fields.length === 0 ? [] : [{ ...named, what: "changed", fields }];
}

function fieldsOf(difference: Difference): readonly DriftedField[] {
  return Object.entries(difference).map(([path, value]) => {
    if (isLines(value)) {
      return { path, lines: value };
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
      return [key, typeof inner === "string" && isSecretName(called) ? markOf(inner) : masked(inner)];
    }),
  );
}

function markOf(secret: string): string {
  return `${HIDDEN}${createHash("sha256").update(secret).digest("hex")}`;
}

/** Without the marks of secrets. */
function unmarked(value: unknown): unknown {
  if (typeof value === "string") {
    return value.startsWith(HIDDEN) ? HIDDEN : value;
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
