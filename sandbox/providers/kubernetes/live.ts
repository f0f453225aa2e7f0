import { asText, at, isObject, objectAt, textAt, without, type Json, type JsonObject } from "../wire/json";
import { sameQuantity } from "./quantity";

const nameOf = (value: Json | undefined): string => textAt(value, "name");

/** Whether every element is an object with a name of its own, so that elements can be told apart when others are added. */
function byName(list: readonly Json[]): boolean {
  const names = list.map(nameOf);
  return !names.includes("") && new Set(names).size === names.length;
}

function shapedList(live: readonly Json[], inputs: readonly Json[]): Json[] {
  if (inputs.length === 0) return [...live];
  if (!byName(inputs)) return live.slice(0, inputs.length).map((element, i) => shaped(element, inputs[i] ?? element));
  return inputs.flatMap((input) => {
    const found = live.find((element) => nameOf(element) === nameOf(input));
    return found === undefined ? [] : [shaped(found, input)];
  });
}

/**
 * The live value in the shape of the inputs: the fields that the program wrote, with the values that the server holds.
 * What defaulting, admission and other managers added is left out; a quantity keeps the program's spelling.
 */
export function shaped(live: Json, inputs: Json): Json {
  if (isObject(live) && isObject(inputs)) {
    return Object.fromEntries(
      Object.entries(inputs).flatMap(([key, input]) => {
        const value = live[key];
        return value === undefined ? [] : [[key, shaped(value, input)]];
      }),
    );
  }
  if (Array.isArray(live) && Array.isArray(inputs)) return shapedList(live, inputs);
  return sameQuantity(asText(inputs), asText(live)) ? inputs : live;
}

/** A Secret's `stringData` is write-only: the server folds it into `data`, so it is read back from there. */
function withStringData(live: JsonObject, inputs: JsonObject): JsonObject {
  const written = inputs.stringData;
  if (textAt(live, "kind") !== "Secret" || !isObject(written)) return live;
  const stringData = Object.keys(written).flatMap((key) => {
    const encoded = at(live, "data", key);
    return typeof encoded === "string" ? [[key, Buffer.from(encoded, "base64").toString("utf8")] as const] : [];
  });
  return { ...live, stringData: Object.fromEntries(stringData) };
}

/** The inputs as the live object holds them; what another writer changed or removed shows as a difference. */
export function liveInputs(live: JsonObject, inputs: JsonObject): JsonObject {
  const result = shaped(withStringData(live, inputs), inputs);
  return isObject(result) ? result : {};
}

const NOT_INPUTS = [
  ["status"],
  ...["creationTimestamp", "generation", "managedFields", "resourceVersion", "uid", "selfLink"].map((field) => [
    "metadata",
    field,
  ]),
  ["metadata", "annotations", "deployment.kubernetes.io/revision"],
  ["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"],
];

/** Inputs for an object that no program wrote yet, for an import: everything but what the server alone decides. */
export function importedInputs(live: JsonObject): JsonObject {
  const inputs = NOT_INPUTS.reduce((object, path) => without(object, ...path), live);
  const noAnnotations = Object.keys(objectAt(inputs, "metadata", "annotations")).length === 0;
  return noAnnotations ? without(inputs, "metadata", "annotations") : inputs;
}
