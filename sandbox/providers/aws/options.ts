import { z } from "zod";
import type { Failure } from "../wire/answers";
import type { Json, JsonObject } from "../wire/json";
import { failuresOf } from "../wire/schema";
import { hasUnknown, reveal } from "../wire/values";
import { regionName } from "./regions";
import { tags, text } from "./values";

/** The provider's options, read. */
export interface Options {
  readonly region: string;
  readonly account: string;
  readonly defaultTags: Readonly<Record<string, string>>;
}

const OPTIONS = z.strictObject({
  region: regionName,
  // Without credentials there is nothing else that says which account it is.
  allowedAccountIds: z.tuple([text(/^\d{12}$/, "the 12 digits of an account")], {
    error: "the stand-in takes the account from allowedAccountIds; give exactly one",
  }),
  defaultTags: z.strictObject({ tags: tags.optional() }).optional(),
});

/** Options that the SDK adds by itself. */
const WITHOUT_EFFECT = ["version", "skipCredentialsValidation", "skipRegionValidation"];

/** What is wrong with the provider's options; empty when nothing is. */
export function optionProblems(given: JsonObject): readonly Failure[] {
  const options = decoded(given);
  return failuresOf(OPTIONS, options, "the provider");
}

/** @param given what `optionProblems` found nothing wrong with */
export function readOptions(given: JsonObject): Options {
  const { region, allowedAccountIds, defaultTags } = OPTIONS.parse(decoded(given));
  return { region, account: allowedAccountIds[0], defaultTags: defaultTags?.tags ?? {} };
}

/** The engine passes an option as text; one that is not a text is written as JSON. */
function decoded(given: JsonObject): JsonObject {
  const options = Object.entries(given).filter(([option]) => !WITHOUT_EFFECT.includes(option));
  return Object.fromEntries(
    options.map(([option, value]) => [option, hasUnknown(value) ? value : parsed(reveal(value))]),
  );
}

function parsed(value: Json): Json {
  return typeof value === "string" && /^[[{]/.test(value) ? (JSON.parse(value) as Json) : value;
}
