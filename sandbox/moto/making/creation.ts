import type { JsonObject } from "../../providers/wire/json";

/**
 * What AWS says of a resource that it has just made, by the paths that the AWS provider has for it: `vpcConfig.vpcId`. `id` is
 * its identifier.
 */
export type Answer = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * Makes a resource by AWS's SDK, as the AWS provider makes it of the same inputs.
 * @throws what the SDK throws
 */
export type Creation = (inputs: JsonObject) => Promise<Answer>;

/** The ways to make the types of a service, by type as the engine writes it. */
export type Creations = Readonly<Record<string, Creation>>;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** @returns all tags, the default ones too */
export function tagsOf({ tagsAll = {} }: JsonObject): Tag[] {
  return Object.entries(tagsAll as Readonly<Record<string, string>>).map(([Key, Value]) => ({ Key, Value }));
}
