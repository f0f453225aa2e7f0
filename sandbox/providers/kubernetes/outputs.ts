import { isObject, textAt, without, type Json, type JsonObject } from "../wire/json";
import { hasSecret, isSecret, reveal, secret, secretTexts, unwrap } from "../wire/values";
import { underscored } from "./spelling";

/** Bookkeeping of the official provider in a resource's state, kept so that either provider reads the other's. */
const INPUTS = "__inputs";
const API_VERSION = "__initialApiVersion";
const FIELD_MANAGER = "__fieldManager";

const sameElement = (a: Json | undefined, b: Json | undefined): boolean => textAt(a, "name") === textAt(b, "name");

/**
 * The value with everything secret that is secret in `model`. A list is secret as a whole when its elements cannot be
 * matched one to one.
 */
export function markLike(value: Json, model: Json | undefined): Json {
  if (model === undefined || isSecret(value)) return value;
  if (isSecret(model)) return secret(value);
  if (isObject(value) && isObject(model)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, markLike(inner, model[key])]));
  }
  if (!hasSecret(model)) return value;
  if (!Array.isArray(value) || !Array.isArray(model)) return secret(value);
  const matched = value.length === model.length && value.every((element, i) => sameElement(element, model[i]));
  return matched ? value.map((element, i) => markLike(element, model[i])) : secret(value);
}

/** A Secret's contents are secret however the program wrote them. */
export function markSecretKind(object: JsonObject): JsonObject {
  if (textAt(object, "kind") !== "Secret") return object;
  const marked = ["data", "stringData"].flatMap((field) => {
    const value = object[field];
    return value === undefined ? [] : [[field, secret(value)] as const];
  });
  return { ...object, ...Object.fromEntries(marked) };
}

/** Shorter texts are too likely to stand elsewhere by chance. */
const TELLING = 6;

/** Marks every text that equals a known secret: the server may repeat a value where the inputs do not have it. */
function markTexts(value: Json, known: ReadonlySet<string>): Json {
  if (isSecret(value)) return value;
  if (typeof value === "string") return known.has(value) ? secret(value) : value;
  if (Array.isArray(value)) return value.map((element) => markTexts(element, known));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, markTexts(inner, known)]));
}

function marked(object: JsonObject, inputs: JsonObject): JsonObject {
  const texts = secretTexts(inputs).filter((text) => text.length >= TELLING);
  const known = new Set(texts.flatMap((text) => [text, Buffer.from(text, "utf8").toString("base64")]));
  const result = markTexts(markLike(markSecretKind(object), inputs), known);
  return isObject(result) ? result : object;
}

/**
 * What the engine stores for an object: its live form and the bookkeeping. `metadata.managedFields`, which the official
 * provider keeps, is left out: it is half of a stack's state and no program reads it.
 * @param inputs the inputs with their secret markers
 */
export function outputsOf(live: JsonObject, inputs: JsonObject, fieldManager: string): JsonObject {
  const object = underscored(without(live, "metadata", "managedFields"));
  return {
    ...(isObject(object) ? marked(object, inputs) : {}),
    [INPUTS]: markSecretKind(inputs),
    [API_VERSION]: textAt(reveal(inputs), "apiVersion") || textAt(live, "apiVersion"),
    [FIELD_MANAGER]: fieldManager,
  };
}

/** Inputs read back from the server, secret where the former ones were. */
export function inputsLike(inputs: JsonObject, former: JsonObject): JsonObject {
  const spelled = underscored(inputs);
  return isObject(spelled) ? marked(spelled, former) : {};
}

/** The inputs inside a resource's state, for engines that do not send them on their own. */
export function inputsIn(state: JsonObject): JsonObject {
  const inputs = unwrap(state[INPUTS]);
  return isObject(inputs) ? inputs : {};
}

/** The field manager inside a resource's state; empty when there is none. */
export const fieldManagerIn = (state: JsonObject): string => textAt(reveal(state), FIELD_MANAGER);
