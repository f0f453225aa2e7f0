import { at } from "./inputs";

/**
 * What a policy of AWS allows or denies.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

/** Statements of a policy document. @returns none for what is no such document, or not yet known */
export function statementsOf(policy: unknown): readonly Statement[] {
  let document = policy;
  if (typeof policy === "string") {
    try {
      document = JSON.parse(policy) as unknown;
    } catch {
      return [];
    }
  }
  const statements = at(document, "Statement");
  return (Array.isArray(statements) ? statements : [statements]).filter(
    (one): one is Statement => typeof one === "object" && one !== null,
  );
}
