import type { JsonObject } from "../providers/wire/json";

/** How the inputs of a type of the AWS provider are written for CloudFormation, whose schemas AWS publishes. */
export interface Translation {
  /** CloudFormation's type: `AWS::EC2::Subnet`. */
  readonly schema: string;
  /**
   * Other names, by the provider's; a path such as `vpcConfig` names one further in, its lists without positions.
   * @default - the provider's own, with a capital letter
   */
  readonly names?: Readonly<Record<string, string>>;
  /** Paths of texts that are JSON, which are objects there. @default - none */
  readonly documents?: readonly string[];
  /** Paths of objects whose keys are people's own. @default - none */
  readonly free?: readonly string[];
  /** Paths that are no property there, each with the reason. @default - none */
  readonly omitted?: Readonly<Record<string, string>>;
  /** What tags are there. @default - a list `Tags` of keys and values */
  readonly tags?: { readonly name: string; readonly form: "list" | "object" };
  /** What has another form there, after everything is named. @default - nothing */
  readonly shape?: (properties: JsonObject, inputs: JsonObject) => JsonObject;
  /** The resource whose property it is there: its type, and how it is found. @default - it is one of its own */
  readonly partOf?: { readonly type: string; readonly by: readonly string[] };
}

/** The translations of a service's types, by type as the engine writes it. */
export type Translations = Readonly<Record<string, Translation>>;
