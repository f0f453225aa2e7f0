import type { Made } from "../providers/aws/made";
import { asText, isObject, objectAt, type Json, type JsonObject } from "../providers/wire/json";
import type { Translation } from "./translation";
import { TRANSLATIONS, WITHOUT_SCHEMA } from "./translations";

/** A resource as a template of CloudFormation has it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: JsonObject;
}

/** A template of what was made: the resources by their names in the program, less what is a property of another one. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  /** The names of the resources, by the ids that a template may have: letters and digits. */
  readonly names: Readonly<Record<string, string>>;
}

/** @throws {Error} that names a type, or an input's owner, that is not known */
export function templateOf(made: readonly Made[]): Template {
  const resources: Record<string, Resource> = {};
  const names: Record<string, string> = {};
  const ids = new Map(made.map((one, index) => [one, `R${index}`]));
  const parts = made.filter(({ type }) => TRANSLATIONS[type]?.partOf !== undefined);
  for (const one of made.filter(({ type }) => !(type in WITHOUT_SCHEMA))) {
    const translation = translationOf(one);
    const id = ids.get(one) ?? "";
    if (translation.partOf === undefined) {
      const own = parts.filter((part) => owner(part, made) === one);
      const properties = own.map((part) => translated(part, translationOf(part)));
      resources[id] = { Type: translation.schema, Properties: merged([translated(one, translation), ...properties]) };
      names[id] = [one, ...own].map(({ name }) => name).join(" with ");
    }
  }
  return { Resources: resources, names };
}

function translationOf({ type, name }: Made): Translation {
  const translation = TRANSLATIONS[type];
  if (translation === undefined) {
    throw new Error(
      `${name} is of type ${type}, of which it is not known how CloudFormation writes it; add it to ` +
        "sandbox/aws-schemas/translations/, or to WITHOUT_SCHEMA there with the reason.",
    );
  }
  return translation;
}

function owner(part: Made, made: readonly Made[]): Made {
  const { type, by } = translationOf(part).partOf ?? { type: "", by: [] };
  const found = made.find(
    (other) =>
      other.type === type &&
      by.every((pair) => {
        const [own = "", others = own] = pair.split("=");
        return part.inputs[own] === other.inputs[others];
      }),
  );
  if (found === undefined) {
    throw new Error(`${part.name} (${part.type}) is a part of a ${type} that nobody makes.`);
  }
  return found;
}

/** Lists that several say are one. */
function merged(all: readonly JsonObject[]): JsonObject {
  return all.reduce((whole, part) => {
    const lists = Object.entries(part).map(([key, value]): readonly [string, Json] => {
      const before = whole[key];
      return [key, Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value];
    });
    return { ...whole, ...Object.fromEntries(lists) };
  }, {});
}

function translated({ inputs }: Made, translation: Translation): JsonObject {
  const { tags: own, tagsAll, ...given } = inputs;
  const properties = withNames(given, "", translation);
  const tags = objectAt(tagsAll ?? own);
  const { name, form } = translation.tags ?? { name: "Tags", form: "list" };
  const written = form === "object" ? tags : Object.entries(tags).map(([Key, Value]): JsonObject => ({ Key, Value }));
  const without = Object.keys(tags).length === 0 || translation.omitted?.tagsAll !== undefined;
  const whole = without ? properties : { ...properties, [name]: written };
  return translation.shape?.(whole, inputs) ?? whole;
}

function withNames(given: JsonObject, path: string, translation: Translation): JsonObject {
  const entries = Object.entries(given).flatMap(([key, value]): [string, Json][] => {
    const here = path === "" ? key : `${path}.${key}`;
    const name = translation.names?.[here] ?? key.charAt(0).toUpperCase() + key.slice(1);
    return translation.omitted?.[here] === undefined ? [[name, valueWithNames(value, here, translation)]] : [];
  });
  return Object.fromEntries(entries);
}

function valueWithNames(value: Json, path: string, translation: Translation): Json {
  if (translation.documents?.includes(path) === true) {
    return JSON.parse(asText(value)) as Json;
  }
  if (Array.isArray(value)) {
    return value.map((one) => valueWithNames(one, path, translation));
  }
  return isObject(value) && translation.free?.includes(path) !== true ? withNames(value, path, translation) : value;
}
