import { difference, differenceText, exactly, moneyText } from "../cost/amount";
import type { CostChange, CostOfResource } from "../cost/change";
import { kindOf } from "../changes/change-text";

/** `a month costs $341.60 to $462.58 (no change); the budget is $600.00`. */
export function costText({ before, after, budgetUsd }: CostChange): string {
  const change = differenceText(difference(before, after));
  const was = change === "no change" ? change : `${change}, it was ${moneyText(before)}`;
  return `a month costs ${moneyText(after)} (${was})${budgetUsd === undefined ? "" : `; the budget is ${moneyText(exactly(budgetUsd))}`}`;
}

/** `rds Instance users-backend-db-instance: $94.90 → $189.80`. */
export function costOfResourceText({ type, name, before, after }: CostOfResource): string {
  return `${kindOf(type).kind} ${name}: ${moneyText(before)} → ${moneyText(after)}`;
}
