import * as pulumi from "@pulumi/pulumi";

/** A value that may be known later, as it is once it is known. */
type Known<T> = Exclude<T, Promise<unknown> | pulumi.OutputInstance<unknown>>;

/** A value, or only what is to differ from another one, however deep. Lists, resources and functions are given whole. */
export type Changes<T> = T | PartOf<Known<T>>;
type PartOf<T> = T extends pulumi.Resource | readonly unknown[] | ((...args: never) => unknown)
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: Changes<T[Key]> }
    : T;

/**
 * A value with changes laid over it: objects are merged, however deep; anything else is replaced, lists too, and what is
 * `undefined` in the changes is taken out. It works on what is known later as on what is known now.
 */
export function withChanges(given: unknown, changes: unknown): unknown {
  if (!isPlainObject(changes)) {
    return changes;
  }
  if (pulumi.Output.isInstance(given) || given instanceof Promise) {
    return pulumi.output(given).apply((known) => withChanges(known, changes));
  }
  const before = isPlainObject(given) ? given : {};
  const after = Object.entries(changes).map(([key, change]) => [key, withChanges(before[key], change)]);
  return { ...before, ...Object.fromEntries(after) };
}

/** Whether it has only fields of its own: no list, no resource, nothing that is known later. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
