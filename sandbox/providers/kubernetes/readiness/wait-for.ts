import { asText, at, textAt, type Json, type JsonObject, type Step } from "../../wire/json";
import { condition, READY, waiting, type Readiness } from "./verdict";

type Test = (live: JsonObject) => boolean;

const JSONPATH = /^jsonpath=\{?(\.[^}=]+)\}?(?:=(.+))?$/;
const CONDITION = /^condition=([^=]+)(?:=(.+))?$/;

function steps(path: string): Step[] {
  return [...path.matchAll(/\.((?:\\\.|[^.[])+)|\[(\d+)\]/g)].map(([, key, index]) =>
    index === undefined ? (key ?? "").replaceAll("\\.", ".") : Number(index),
  );
}

function testOf(expression: string): Test {
  const [, path, value] = JSONPATH.exec(expression) ?? [];
  if (path !== undefined) {
    const where = steps(path);
    return (live) => {
      const found = at(live, ...where);
      return found !== undefined && (value === undefined || asText(found) === value.replace(/^"(.*)"$/, "$1"));
    };
  }
  const [, type, status = "True"] = CONDITION.exec(expression) ?? [];
  if (type === undefined) {
    throw new Error(
      `pulumi.com/waitFor (${JSON.stringify(expression)}) must be \`condition=Type[=Status]\` or ` +
        "`jsonpath={.path.to[0].field}[=value]`, or a JSON list of these; correct it",
    );
  }
  return (live) => textAt(condition(live, type), "status").toLowerCase() === status.toLowerCase();
}

function expressions(annotation: string): string[] {
  try {
    const value = JSON.parse(annotation) as Json;
    if (Array.isArray(value)) return value.map(asText);
  } catch {
    // Not a list: one expression.
  }
  return [annotation];
}

/**
 * What the annotation `pulumi.com/waitFor` asks for.
 * @throws Error when it cannot be read; of JSONPath, plain fields and indexes are understood
 */
export function waitFor(annotation: string): Readiness {
  const tests = expressions(annotation).map((expression) => ({ expression, test: testOf(expression) }));
  return {
    judge: (live) => {
      const open = tests.find(({ test }) => !test(live));
      return open ? waiting(`${open.expression} is not met`) : READY;
    },
  };
}
