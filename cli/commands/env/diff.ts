import { compare, type Comparison } from "../../env/comparison";
import { rendered } from "../../env/rendered";
import { checkProgram } from "../../type-check";

/** `env diff`: what two environments have otherwise, as their files say it. Changes nothing. */
export async function diff(
  first: string,
  second: string,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  await checkProgram();
  const sideOf = (stack: string) => ({ stack, ...rendered(stack) });
  const comparison = compare(sideOf(first), sideOf(second));
  console.log(json ? JSON.stringify(comparison) : comparisonText(first, second, comparison).join("\n"));
}

function comparisonText(first: string, second: string, comparison: Comparison): readonly string[] {
  const { onlyFirst, onlySecond, differing, same } = comparison;
  return [
    ...only(first, onlyFirst),
    ...only(second, onlySecond),
    ...differing.flatMap(([object, difference]) => [
      object,
      ...Object.entries(difference).flatMap(([path, values]) => valuesText(path, values, [first, second])),
    ]),
    ...(differing.length > 0 ? [""] : []),
    `${same} objects are the same, ${differing.length} differ, ${onlyFirst.length} are only in ${first}, ${onlySecond.length} only in ${second}.`,
  ];
}

function only(stack: string, objects: readonly string[]): readonly string[] {
  const kinds = [...new Set(objects.map((object) => object.split("/")[0] ?? ""))];
  const named = (kind: string) =>
    objects.filter((object) => object.startsWith(`${kind}/`)).map((object) => object.slice(kind.length + 1));
  return kinds.length === 0
    ? []
    : [`Only in ${stack}`, ...kinds.map((kind) => `  ${kind}: ${named(kind).join(", ")}`), ""];
}

function valuesText(
  path: string,
  values: object | readonly string[],
  stacks: readonly [string, string],
): readonly string[] {
  if (Array.isArray(values)) {
    return [`  ${path}`, ...values.map((line) => `    ${String(line)}`)];
  }
  const [before, after] = stacks.map((stack) => valueText((values as Readonly<Record<string, unknown>>)[stack]));
  return [`  ${path}: ${before ?? ""} → ${after ?? ""}`];
}

function valueText(value: unknown): string {
  return value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
}
