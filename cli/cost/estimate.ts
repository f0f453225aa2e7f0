import { type Amount, exactly, moneyText, totalWithout } from "./amount";
import { Graph } from "./graph";
import { pricerOf } from "./kinds/kinds";
import type { CostLine, NotKnown, Part, Resource } from "./line";
import { ageOf, noPricesText, OLD_DAYS, type Price, type PriceFile } from "./price-list";

/** A price as it was used. */
export interface UsedPrice extends Price {
  readonly name: string;
}

/** What some resources cost a month, as far as it is known. */
export interface Estimate {
  readonly region: string;
  /** Whether there are prices of this region. */
  readonly isPriced: boolean;
  readonly lines: readonly CostLine[];
  readonly notKnown: readonly NotKnown[];
  /** Of all lines; with what is not known, only a part is. */
  readonly total: Amount;
  readonly fixed: Amount;
  readonly usage: Amount;
  /** By name. */
  readonly prices: readonly UsedPrice[];
  /** What the budget of the account is, in US dollars. @default - it has none */
  readonly budgetUsd?: number;
}

/** From the resources alone: the same ones cost the same, in whatever order they come. */
export function estimate(resources: readonly Resource[], prices: PriceFile): Estimate {
  const sorted = [...resources].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const graph = new Graph(sorted);
  const found = sorted.map((resource) => priced(resource, graph, prices));
  const lines = found.flatMap((one) => one.lines);
  const notKnown = found.flatMap((one) => one.notKnown);
  const totalOf = (some: readonly CostLine[]) =>
    totalWithout(
      notKnown.length,
      some.map(({ amount }) => amount),
    );
  const budget = graph.all("aws:budgets/budget:Budget").map(({ inputs }) => Number(inputs.limitAmount));
  const names = [...new Set(found.flatMap(({ used }) => used))].sort();
  return {
    region: prices.region,
    isPriced: Object.keys(prices.prices).length > 0,
    lines,
    notKnown,
    total: totalOf(lines),
    fixed: totalOf(lines.filter(({ kind }) => kind === "fixed")),
    usage: totalOf(lines.filter(({ kind }) => kind === "usage")),
    prices: names.flatMap((name) => {
      const price = prices.prices[name];
      return price === undefined ? [] : [{ name, ...price }];
    }),
    ...(budget.length > 0 && { budgetUsd: Math.min(...budget) }),
  };
}

function key({ type, name }: Resource): string {
  return `${type} ${name}`;
}

interface Priced {
  readonly lines: readonly CostLine[];
  readonly notKnown: readonly NotKnown[];
  readonly used: readonly string[];
}

function priced(resource: Resource, graph: Graph, prices: PriceFile): Priced {
  const { type, name } = resource;
  const parts = pricerOf(type)(resource, graph);
  if (typeof parts === "string") {
    return { lines: [], notKnown: [{ resource: name, type, why: parts }], used: [] };
  }
  const lines: CostLine[] = [];
  const notKnown: NotKnown[] = [];
  for (const part of parts) {
    const line = lineOf(part, prices);
    if (typeof line === "string") {
      notKnown.push({ resource: name, type, why: `${part.what}: ${line}` });
    } else {
      lines.push({ resource: name, type, ...line });
    }
  }
  return {
    lines,
    notKnown,
    used: parts.flatMap(({ price, lowestPrice }) => [price, ...(lowestPrice === undefined ? [] : [lowestPrice])]),
  };
}

function lineOf(part: Part, { prices, region }: PriceFile): Omit<CostLine, "resource" | "type"> | string {
  const { what, kind, quantity, price: name, lowestPrice = name } = part;
  const [price, cheapest] = [prices[name], prices[lowestPrice]];
  if (price === undefined || cheapest === undefined) {
    const missing = price === undefined ? name : lowestPrice;
    return `cli/cost/prices/${region}.json has no price ${missing}`;
  }
  const rate = price === cheapest ? usd(price.usd) : `${usd(cheapest.usd)} to ${usd(price.usd)}`;
  return {
    what,
    kind,
    quantity,
    amount: { lowest: quantity.lowest * cheapest.usd, highest: quantity.highest * price.usd },
    how: `${countText(quantity)} × ${rate} per ${price.per}`,
  };
}

function countText({ lowest, highest }: Amount): string {
  const [low, high] = [rounded(lowest), rounded(highest)];
  return low === high ? high : `${low} to ${high}`;
}

function rounded(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** With as many decimals as it has, and two at least. */
function usd(value: number): string {
  const cents = value.toFixed(2);
  return `$${Number(cents) === value ? cents : String(value)}`;
}

/** Prices that were used, and are older than they should be on a day. */
export function oldPrices({ prices }: Estimate, today: string): readonly UsedPrice[] {
  return prices.filter((price) => ageOf(price, today) > OLD_DAYS);
}

/** What to do in a region whose prices nobody has put down. @returns nothing in others */
export function noPrices({ region, isPriced }: Pick<Estimate, "region" | "isPriced">): readonly string[] {
  return isPriced ? [] : [noPricesText(region)];
}

/** Prices that were used, and are another region's. */
export function foreignPrices({ prices, region }: Estimate): readonly UsedPrice[] {
  return prices.filter(({ of = region }) => of !== region);
}

/**
 * Whether an estimate fits what the account may cost.
 * @returns what to say if it does not
 */
export function budgetWarning({ total: sum, budgetUsd }: Pick<Estimate, "total" | "budgetUsd">): string | undefined {
  const [most, budget] = [exactly(sum.highest), exactly(budgetUsd ?? Infinity)];
  return most.highest <= budget.highest
    ? undefined
    : `a month may cost up to ${moneyText(most)}, more than the budget of ${moneyText(budget)}: order less, or raise thoughts:budget.limitUsd`;
}
