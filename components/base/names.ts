import { createHash, createHmac } from "node:crypto";

/** Longest name of a Service or label value: RFC 1123, https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const MAX_NAME_LENGTH = 63;

const HASH_LENGTH = 8;

/**
 * A name that Kubernetes accepts everywhere, made from what a person wrote: lower case, `-` for what is not allowed, and
 * a hash of the whole where something had to be cut, so that two long names stay two.
 * @throws {Error} if nothing usable is left
 */
export function physicalName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (name === "") {
    throw new Error(`"${text}" has no letter or digit, so no Kubernetes name can be made of it.`);
  }
  if (name.length <= MAX_NAME_LENGTH) {
    return name;
  }
  const kept = name.slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1).replace(/-+$/, "");
  return `${kept}-${digest(text)}`;
}

/** Data in one order, whatever order its keys were written in. */
function canonical(data: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}

/** `<base>-<8 hex of the content>`: another content is another object, so pods that use it roll, and an undo finds the old one. */
export function contentName(base: string, data: Readonly<Record<string, string>>): string {
  return `${base}-${digest(canonical(data))}`;
}

/**
 * The same for secret content. The hash is keyed, so the name, which everybody may read, can't be used to try guesses of
 * the content.
 */
export function secretContentName(base: string, data: Readonly<Record<string, string>>, key: string): string {
  const keyed = createHmac("sha256", key).update(canonical(data)).digest("hex");
  return `${base}-${keyed.slice(0, HASH_LENGTH)}`;
}
