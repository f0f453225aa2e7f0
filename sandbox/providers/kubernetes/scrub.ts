import { at, isObject, type Json } from "../wire/json";
import { reveal, secretTexts } from "../wire/values";

const SHORT = 4;
const PLACEHOLDER = "[secret]";

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

/** What a text is in base64 of. A text that is not base64 decodes to rubbish, which could be part of any message. */
function decoded(text: string): string[] {
  const content = Buffer.from(text, "base64").toString("utf8");
  return base64(content) === text ? [content] : [];
}

/** How a text may come back in a server's message: as it is, in base64, decoded from it, quoted, or line by line. */
function shapes(text: string): string[] {
  const lines = text.split("\n").filter((line) => line.length >= 2 * SHORT);
  const direct = [text, ...decoded(text), ...lines].filter((shape) => shape.length > 0);
  return [...direct, base64(text), ...direct.map((shape) => JSON.stringify(shape).slice(1, -1))];
}

/** All secret texts of these properties, including a Secret's data, which counts as secret however it is marked. */
function knownSecrets(properties: Json): string[] {
  const marked = secretTexts(properties);
  const object = reveal(properties);
  if (at(object, "kind") !== "Secret") return marked;
  const contents = ["data", "stringData"].flatMap((field) => {
    const values = at(object, field);
    return isObject(values) ? Object.values(values).filter((value) => typeof value === "string") : [];
  });
  return [...marked, ...contents];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * A function that takes the secrets of these properties out of a message. API servers quote the values that they
 * refuse, so their words may hold a password. Very short secrets are replaced only where they stand alone.
 */
export function scrubber(...properties: Json[]): (message: string) => string {
  const texts = [...new Set(properties.flatMap(knownSecrets).flatMap(shapes))].sort((a, b) => b.length - a.length);
  if (texts.length === 0) return (message) => message;
  const alternatives = texts.map((text) => (text.length < SHORT ? `(?<!\\w)${escaped(text)}(?!\\w)` : escaped(text)));
  const pattern = new RegExp(alternatives.join("|"), "g");
  return (message) => message.replace(pattern, PLACEHOLDER);
}
