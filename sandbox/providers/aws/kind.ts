import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Failure } from "../wire/answers";
import type { JsonObject } from "../wire/json";
import type { Thing } from "./cloud";

/** Where and when something is, for what AWS says about it. */
export interface ResourceContext {
  readonly account: string;
  readonly region: string;
  /** What makes the identifiers that AWS chooses differ from thing to thing; the same for as long as a thing lives. */
  readonly seed: string;
  /** ISO 8601. */
  readonly created: string;
  /** How often it was made or changed: 1 for a new thing. */
  readonly revision: number;
}

/** How something is named. */
export interface Named {
  readonly to: string;
  /** The path of the other one's property by which it is named; `id` is its identifier. */
  readonly by: string;
}

/** A property that names something else in the account. */
export interface Reference extends Named {
  /** A path such as `vpcConfig.securityGroupIds`; a list on the way holds several. */
  readonly property: string;
  /** What else it may name: something that AWS makes along with another thing. @default - nothing */
  readonly or?: Named;
  /** Whether it may be there without the program: it is then taken as given, and written down. @default false */
  readonly assumed?: boolean;
  /** AWS's error code when it is not there. */
  readonly missing: string;
  /** AWS's error code when the other one is deleted first. @default - AWS allows it */
  readonly holds?: string;
}

/** Why AWS refuses something. */
export interface Refusal {
  readonly code: string;
  readonly why: string;
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
  /** What of the rest of the account, or of what it was before a change, AWS refuses it for. @default - nothing */
  readonly refused?: (inputs: JsonObject, things: readonly Thing[], before?: JsonObject) => Refusal | undefined;
  /** What of the rest of the account AWS does not delete it for. @default - what names it, where that `holds` it */
  readonly kept?: (thing: Thing, things: readonly Thing[]) => Refusal | undefined;
  /** What stays when it is deleted, such as a final snapshot: AWS refuses a second one of its name. @default - nothing */
  readonly leaves?: (inputs: JsonObject) => { readonly name: string; readonly taken: string } | undefined;
  /** Names of the log groups that AWS makes for it where they are not there, with no end and no key. @default - none */
  readonly logs?: (inputs: JsonObject) => readonly string[];
  /** What may be there once only: a second one with the same key is refused. @default - any number may be there */
  readonly key?: (inputs: JsonObject) => string;
  /** AWS's error code for a second one. @default - AWS takes it for the first one */
  readonly taken?: string;
  /** The property that refuses its deletion while it is true. @default - it has none */
  readonly protection?: string;
  readonly id: (inputs: JsonObject, context: ResourceContext) => string;
  /** What AWS adds to the inputs, or completes in them. */
  readonly outputs: (inputs: JsonObject, context: ResourceContext) => JsonObject;
  /** Outputs that every change alters. @default - none */
  readonly renewed?: readonly string[];
}

/** Hexadecimal digits, always the same for the same text. */
export function digits(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}
