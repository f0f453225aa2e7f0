import { table } from "../table";
import { type Amount, exactly, moneyText, total } from "./amount";
import { LEFT_OUT } from "./assumptions";
import { budgetWarning, type Estimate, foreignPrices, noPrices, oldPrices, type UsedPrice } from "./estimate";
import type { CostLine, CostKind } from "./line";
import { OLD_DAYS } from "./price-list";

/** An estimate for people at a terminal. */
export function estimateText(stack: string, found: Estimate, today: string): string {
  const { region, fixed, usage, lines } = found;
  const head = [
    `${stack} in ${region}: ${moneyText(found.total)}${found.total.known === "none" ? "" : " a month"}`,
    ...noPrices(found).map((line) => `  ${line}`),
    ...table([
      ["  fixed", moneyText(fixed), "as long as it is there"],
      ["  usage", moneyText(usage), "if a month is as quiet, or as busy, as is assumed"],
      ...budgetRows(found),
    ]),
  ];
  return [
    ...head,
    ...section("Fixed", rowsOf(lines, "fixed")),
    ...section("Usage (quantities are assumptions: cli/cost/assumptions.ts)", rowsOf(lines, "usage")),
    ...notKnown(found),
    ...pricesText(found, today),
    ...LEFT_OUT.map((text, at) => `${at === 0 ? "\nNot in it: " : "           "}${text}`),
  ].join("\n");
}

function budgetRows(found: Estimate): readonly (readonly string[])[] {
  const { budgetUsd } = found;
  if (budgetUsd === undefined) {
    return [];
  }
  return [["  budget", moneyText(exactly(budgetUsd)), budgetWarning(found) ?? fitText(found)]];
}

function fitText({ total: { known } }: Estimate): string {
  switch (known) {
    case undefined:
      return "it fits";
    case "part":
      return "what is known fits";
    case "none":
      return "nobody knows whether it fits";
    default:
      return known satisfies never;
  }
}

function section(title: string, rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : ["", title, ...table(rows.map(([first = "", ...rest]) => [`  ${first}`, ...rest]))];
}

/** What is the same for several resources is one row; what costs most is first. */
function rowsOf(lines: readonly CostLine[], kind: CostKind): readonly (readonly string[])[] {
  return together(lines.filter((line) => line.kind === kind)).map(({ amount, what, how, resources }) => [
    moneyText(amount),
    what,
    resources.length > 1 ? `${resources.length} × (${how})` : how,
    resourcesText(resources),
  ]);
}

/** Lines that differ by their resource alone. */
export interface Together {
  readonly what: string;
  readonly how: string;
  readonly resources: readonly string[];
  /** Of all of them. */
  readonly amount: Amount;
}

export function together(lines: readonly CostLine[]): readonly Together[] {
  const alike = new Map<string, CostLine[]>();
  for (const line of lines) {
    const key = `${line.type} ${line.what} ${line.how}`;
    alike.set(key, [...(alike.get(key) ?? []), line]);
  }
  return [...alike.values()]
    .flatMap((some) => {
      const [first] = some;
      const amount = total(some.map((line) => line.amount));
      return first === undefined
        ? []
        : [{ what: first.what, how: first.how, resources: some.map(({ resource }) => resource), amount }];
    })
    .sort((a, b) => b.amount.highest - a.amount.highest);
}

const MOST_NAMES = 1;

function resourcesText(resources: readonly string[]): string {
  const more = resources.length - MOST_NAMES;
  return `${resources.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function notKnown({ notKnown: all }: Estimate): readonly string[] {
  return all.length === 0
    ? []
    : ["", "NOT KNOWN, and not in the sum", ...all.map(({ resource, type, why }) => `  ${resource} (${type}): ${why}`)];
}

function pricesText(found: Estimate, today: string): readonly string[] {
  const days = found.prices.map(({ read }) => read).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) {
    return [];
  }
  const old = oldPrices(found, today);
  const foreign = foreignPrices(found);
  return [
    "",
    `Prices of ${first} to ${last}, from cli/cost/prices/${found.region}.json, which names the source of each one.`,
    ...(old.length === 0
      ? []
      : [
          `OLD: more than ${OLD_DAYS} days before ${today}: ${old.map(({ name, read }) => `${name} (${read})`).join(", ")}. ` +
            "Renew them: npm run prices:update",
        ]),
    ...(foreign.length === 0
      ? []
      : [`Prices of another region, taken as they are: ${foreign.map(foreignText).join(", ")}.`]),
  ];
}

function foreignText({ name, of = "" }: UsedPrice): string {
  return `${name} (${of})`;
}
