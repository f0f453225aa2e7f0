import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Failure } from "../wire/answers";
import type { JsonObject } from "../wire/json";

/** Where and when something is, for what AWS says about it. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** What makes the identifiers that AWS chooses differ from thing to thing; the same for as long as a thing lives. */
  readonly seed: string;
  /** ISO 8601. */
  readonly created: string;
}

/** A property that names something else in the account. */
export interface Reference {
  /** A path such as `vpcConfig.securityGroupIds`; a list holds several. */
  readonly property: string;
  readonly to: string;
  /** The property of the other one by which it is named; `id` is its identifier. */
  readonly by: string;
  /** AWS's error code when it is not there. */
  readonly missing: string;
  /** AWS's error code when the other one is deleted first. @default - AWS allows it */
  readonly holds?: string;
}

/** A type of resource, as AWS and the official provider treat it. */
export interface Kind {
  /** As the engine writes it: `aws:ecr/repository:Repository`. */
  readonly type: string;
  /** What a program may give. What is not in it is refused by name, never passed over. */
  readonly inputs: z.ZodObject;
  /** What AWS allows only together, or not together. @default - nothing */
  readonly rules?: (inputs: JsonObject) => readonly Failure[];
  /** The property that is its name, made from the logical name if the program gives none. @default - it has no name */
  readonly name?: { readonly property: string; readonly maxLength: number };
  /** Paths of what can't be changed in place. */
  readonly replaces: readonly string[];
  /** Whether it has `tags` and, with the provider's default tags, `tagsAll`. */
  readonly tagged: boolean;
  readonly references: readonly Reference[];
  /** What may be there once only: a second one with the same key is refused. */
  readonly key: (inputs: JsonObject) => string;
  /** AWS's error code for a second one. @default - AWS takes it for the first one */
  readonly taken?: string;
  /** The property that refuses its deletion while it is true. @default - it has none */
  readonly protection?: string;
  readonly id: (inputs: JsonObject, place: Place) => string;
  /** What AWS adds to the inputs, or completes in them. */
  readonly outputs: (inputs: JsonObject, place: Place) => JsonObject;
}

/** Hexadecimal digits, always the same for the same text. */
export function digits(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}
