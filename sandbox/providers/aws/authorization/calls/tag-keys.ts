import { asText, objectAt, same, type JsonObject } from "../../../wire/json";
import type { Call, Subject } from "../call";
import { calling } from "./arns";

type Keys = Call["context"];

/** Keys of a call that gives tags. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html */
export function requestTags(tags: JsonObject): Keys {
  const names = Object.keys(tags);
  if (names.length === 0) return {};
  const values = Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, asText(value)]);
  return { ...Object.fromEntries(values), "aws:TagKeys": names } as Keys;
}

/** Keys of a call about something that has tags already. */
export function resourceTags(tags: JsonObject, prefix = "aws:ResourceTag/"): Keys {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${prefix}${name}`, asText(value)]));
}

/** The tags that it is given. */
export function newTags({ inputs }: Subject): JsonObject {
  return objectAt(inputs, "tagsAll");
}

/** The tags that it has before the operation. */
export function oldTags({ olds, properties }: Subject): JsonObject {
  return objectAt(olds ?? properties, "tagsAll");
}

/** The tags of something else in the account; none if no program made it. @param id its identifier, or its ARN's end */
export function tagsOf({ things }: Subject, type: string, id: string): JsonObject {
  return objectAt(things.find((thing) => thing.type === type && thing.id === id)?.inputs, "tagsAll");
}

/**
 * The calls that change tags: the provider takes off those that are gone, then gives those that are new or have another
 * value (hashicorp/terraform-provider-aws, internal/generate/tags/templates, `updateTags`).
 * @param actions what gives and what takes off
 * @param keys of both calls. @default - those of the tags that are there
 */
export function tagging(
  subject: Subject,
  arn: string,
  actions: readonly [give: string, take: string],
  keys: Keys = resourceTags(oldTags(subject)),
): readonly Call[] {
  const [before, after] = [oldTags(subject), newTags(subject)];
  const gone = Object.keys(before).filter((name) => !(name in after));
  const given = Object.fromEntries(Object.entries(after).filter(([name, value]) => !same(before[name], value)));
  return [
    ...(gone.length > 0 ? [calling(actions[1], arn, { ...keys, "aws:TagKeys": gone })] : []),
    ...(Object.keys(given).length > 0 ? [calling(actions[0], arn, { ...keys, ...requestTags(given) })] : []),
  ];
}

/** Whether an update changes one of these inputs. */
export function changes({ olds = {}, inputs }: Subject, ...properties: readonly string[]): boolean {
  return properties.some((property) => !same(olds[property], inputs[property]));
}
