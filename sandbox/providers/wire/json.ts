/** A JSON value, the only kind of data that this provider passes between the engine and the API server. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** One step into a JSON value: a key of an object or an index of a list. */
export type Step = string | number;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under `path`, or `undefined` when any step is missing. */
export function at(value: Json | undefined, ...path: Step[]): Json | undefined {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current) && typeof step === "number") current = current[step];
    else if (isObject(current) && typeof step === "string") current = current[step];
    else return undefined;
  }
  return current;
}

/** The text under `path`; empty when it is absent or not a text. */
export function textAt(value: Json | undefined, ...path: Step[]): string {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}

/** A value as text: a text as it is, everything else as JSON. */
export function asText(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** The number under `path`; `fallback` when it is absent or not a number. */
export function numberAt(value: Json | undefined, fallback: number, ...path: Step[]): number {
  const found = at(value, ...path);
  return typeof found === "number" ? found : fallback;
}

/** The object under `path`; empty when it is absent or not an object. */
export function objectAt(value: Json | undefined, ...path: Step[]): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

/** The objects in the list under `path`; empty when it is absent or not a list. */
export function objectsAt(value: Json | undefined, ...path: Step[]): JsonObject[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** Whether two values mean the same; the order of keys does not matter, an absent value equals `undefined` only. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => same(element, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
  }
  return a === b;
}
