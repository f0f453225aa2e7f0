import { type Amount, difference, moneyText, totalWithout } from "./amount";
import { type Estimate, noPrices, oldPrices } from "./estimate";
import type { CostLine, NotKnown } from "./line";

/** What a resource costs a month before and after a change. */
export interface CostOfResource {
  readonly type: string;
  readonly name: string;
  readonly before: Amount;
  readonly after: Amount;
}

/** What a change does to what an environment costs a month. */
export interface CostChange {
  readonly before: Amount;
  readonly after: Amount;
  /** Those that cost something else; what changes most is first. */
  readonly resources: readonly CostOfResource[];
  /** What of the environment after it is not in the sums. */
  readonly notKnown: readonly NotKnown[];
  /** @default - the account has no budget */
  readonly budgetUsd?: number;
  /** What to know of the prices. */
  readonly notes: readonly string[];
}

/** @param today prices are old by this day */
export function costChange(before: Estimate, after: Estimate, today: string): CostChange {
  const [old, fresh] = [byResource(before), byResource(after)];
  const keys = [...new Set([...old.keys(), ...fresh.keys()])];
  const resources = keys.flatMap((key) => {
    const [one, other] = [old.get(key) ?? [], fresh.get(key) ?? []];
    const [part] = [...other, ...one];
    const [was, is] = [sum(one), sum(other)];
    return part === undefined || isSame(was, is)
      ? []
      : [{ type: part.type, name: part.resource, before: was, after: is }];
  });
  return {
    before: before.total,
    after: after.total,
    resources: resources.sort((a, b) => sizeOf(b) - sizeOf(a) || (a.name < b.name ? -1 : 1)),
    notKnown: after.notKnown,
    ...(after.budgetUsd !== undefined && { budgetUsd: after.budgetUsd }),
    notes: notesOf(after, today),
  };
}

type CostPart = CostLine | NotKnown;

function byResource({ lines, notKnown }: Estimate): ReadonlyMap<string, readonly CostPart[]> {
  const found = new Map<string, CostPart[]>();
  for (const part of [...lines, ...notKnown]) {
    const key = `${part.type} ${part.resource}`;
    found.set(key, [...(found.get(key) ?? []), part]);
  }
  return found;
}

function sum(parts: readonly CostPart[]): Amount {
  const known = parts.flatMap((part) => ("amount" in part ? part.amount : []));
  return totalWithout(parts.length - known.length, known);
}

function isSame(one: Amount, other: Amount): boolean {
  return moneyText(one) === moneyText(other);
}

function sizeOf({ before, after }: CostOfResource): number {
  const { lowest, highest } = difference(before, after);
  return Math.max(Math.abs(lowest), Math.abs(highest));
}

function notesOf(after: Estimate, today: string): readonly string[] {
  const days = after.prices.map(({ read }) => read).sort();
  const old = oldPrices(after, today).map(({ name }) => name);
  return [
    ...noPrices(after),
    ...(days.length === 0 ? [] : [`prices of ${days[0] ?? ""} to ${days.at(-1) ?? ""}; no bill, see docs/cost.md`]),
    ...(old.length === 0 ? [] : [`old prices: ${old.join(", ")}; renew them: npm run prices:update`]),
  ];
}
