import { createHash, createHmac } from "node:crypto";

const HASH_LENGTH = 8;

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
