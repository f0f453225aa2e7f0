import { type ContextValue, valuesOf } from "./context";
import { matcherOf, type Matcher } from "./operators";
import type { Lookup } from "./pattern";

/** One key of a statement's `Condition`. */
export interface Condition {
  /** As it is written: `ForAllValues:StringLikeIfExists` */
  readonly operator: string;
  /** As it is written; letters have no case. */
  readonly key: string;
  readonly wanted: readonly string[];
  /** Says whether it is true for the value that the call has. */
  readonly holds: (given: ContextValue | undefined, lookup: Lookup) => boolean;
}

interface Operator {
  readonly set: "ForAllValues" | "ForAnyValue" | undefined;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly matches: Matcher;
}

function parseOperator(text: string, where: string): Operator {
  const [, set, name = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  const found = matcherOf(name);
  if (!found) {
    throw new Error(
      `${where}: the condition operator ${text} is not known. See ` +
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    );
  }
  return { ...found, set: set as Operator["set"], ifExists: ifExists !== undefined };
}

/**
 * A negated operator with several values is true if none of them matches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
function fits(operator: Operator, wanted: readonly string[], value: string, lookup: Lookup | undefined): boolean {
  return wanted.some((one) => operator.matches(one, value, lookup)) !== operator.negated;
}

/** `true`: the call may not have the key; `false`: it must have it, with a value. */
function parseNull(text: string, key: string, wanted: readonly string[], where: string): Condition {
  const [first = "", ...others] = wanted.map((value) => value.toLowerCase());
  if (!["true", "false"].includes(first) || others.length > 0) {
    throw new Error(`${where}: Null of ${key} is ${wanted.join(", ")}. It is true (no such key) or false (a value).`);
  }
  const holds = (given: ContextValue | undefined) => (valuesOf(given).length === 0) === (first === "true");
  return { operator: text, key, wanted, holds };
}

/**
 * Reads one key of a `Condition`.
 *
 * A key that the call has not: false; true for a negated operator, with `IfExists`, and with `ForAllValues`
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
 *
 * @param variables whether `${…}` is a variable
 * @throws if the operator or a value is not known
 */
export function parseCondition(
  text: string,
  key: string,
  wanted: readonly string[],
  where: string,
  variables: boolean,
): Condition {
  if (text === "Null") return parseNull(text, key, wanted, where);
  const operator = parseOperator(text, where);
  const holds = (given: ContextValue | undefined, lookup: Lookup) => {
    const values = valuesOf(given);
    const judge = (value: string) => fits(operator, wanted, value, variables ? lookup : undefined);
    if (given === undefined && operator.ifExists) return true;
    if (operator.set === "ForAllValues") return values.every(judge);
    if (operator.set === "ForAnyValue") return values.some(judge);
    if (typeof given === "object") {
      throw new Error(
        `${where}: ${text} looks at ${key}, which has several values. Write ForAllValues:${text} or ForAnyValue:${text}.`,
      );
    }
    return given === undefined ? operator.negated : judge(given);
  };
  return { operator: text, key, wanted, holds };
}
