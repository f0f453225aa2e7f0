import type { Recorded } from "../../components/testing/recording";

/** A statement of a policy on AWS, as far as tests look into it. */
export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: unknown;
}

export interface PolicyDocument {
  /** Logical name of the resource that has it. */
  readonly name: string;
  /** Whether it is attached to a resource, and so says whom it is about; else it belongs to an identity. */
  readonly kind: "identity" | "resource";
  readonly text: string;
  readonly statements: readonly PolicyStatement[];
}

/** Policies of identities, in the field `policy`; all other documents are those of resources. */
const IDENTITY = /^aws:iam\/(rolePolicy|policy):/;

/** Inputs that hold a policy document, whatever the resource. */
const FIELDS = ["policy", "assumeRolePolicy"];

export function documentsOf({ name, type, inputs }: Recorded): readonly PolicyDocument[] {
  return FIELDS.flatMap((field) => {
    const text = inputs[field];
    if (!type.startsWith("aws:") || typeof text !== "string" || !text.includes('"Statement"')) {
      return [];
    }
    const { Statement: statements } = JSON.parse(text) as { Statement: readonly PolicyStatement[] };
    return [{ name, kind: IDENTITY.test(type) ? "identity" : "resource", text, statements }];
  });
}

export function statementsOf(resources: readonly Recorded[]): readonly PolicyStatement[] {
  return resources.flatMap(documentsOf).flatMap(({ statements }) => statements);
}

/** What statements allow, as patterns of actions. */
export function allowedActions(statements: readonly PolicyStatement[]): readonly RegExp[] {
  return statements
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Action }) => [Action].flat())
    .map((action) => new RegExp(`^${action.replaceAll("*", ".*")}$`));
}
