/** What a resource asks for, as the engine's events have it. */
export type Inputs = Readonly<Record<string, unknown>>;

/** What is at a path. @returns undefined if nothing is */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Inputs)[key] : undefined),
    value,
  );
}

/** What is at a path, if it is a list; else an empty one. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** One text or several, as AWS's and Kubernetes' documents have them. */
export function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");
}

/** What is at a path, if it is a text or a number; else an empty text. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}
