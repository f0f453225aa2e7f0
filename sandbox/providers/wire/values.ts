import { isObject, type Json, type JsonObject } from "./json";

/**
 * The engine's wire format for what plain JSON cannot say: secrets and values not known before an update.
 * Source: pulumi/pulumi, sdk/go/common/resource/plugin/rpc.go.
 */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Stands for "known only after the update", as a text. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // list
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

export const isUnknown = (value: Json | undefined): boolean => typeof value === "string" && UNKNOWNS.has(value);

export const isSecret = (value: Json | undefined): value is JsonObject =>
  isObject(value) && value[SIGNATURE] === SECRET;

/** Marks `value` as secret, once. */
export const secret = (value: Json): JsonObject => (isSecret(value) ? value : { [SIGNATURE]: SECRET, value });

/** The value inside one secret marker, or the value itself. */
export const unwrap = (value: Json | undefined): Json | undefined => (isSecret(value) ? value.value : value);

/** The same value without any secret marker in it. */
export function reveal(value: Json): Json {
  if (isSecret(value)) return reveal(value.value ?? null);
  if (Array.isArray(value)) return value.map(reveal);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
  return value;
}

export function some(value: Json, test: (value: Json) => boolean): boolean {
  if (test(value)) return true;
  if (Array.isArray(value)) return value.some((element) => some(element, test));
  return isObject(value) && Object.values(value).some((inner) => some(inner, test));
}

export const hasUnknown = (value: Json): boolean => some(value, isUnknown);

/** The same value without nulls: for the API server, as for the engine, null means absent. */
export function compact(value: Json): Json {
  if (Array.isArray(value)) return value.map(compact);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, compact(inner)]));
}
