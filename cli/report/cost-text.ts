import { difference, differenceText, exactly, moneyText } from "../cost/amount";
import type { CostChange, CostOfResource } from "../cost/change";
import { kindOf } from "../changes/change-text";

/** `a month costs $341.60 to $462.58 (no change); the budget is $600.00`. */
export function costText({ before, after, budgetUsd }: CostChange): string {
  const budget = budgetUsd === undefined ? "" : `; the budget is ${moneyText(exactly(budgetUsd))}`;
  if (before.known === "none" || after.known === "none") {
    return `a month costs: ${moneyText(after)} (it was: ${moneyText(before)})${budget}`;
  }
  const change = differenceText(difference(before, after));
  const part = before.known === undefined && after.known === undefined ? "" : " in what is known";
  const was = change === "no change" ? "" : `, it was ${moneyText(before)}`;
  return `a month costs ${moneyText(after)} (${change}${part}${was})${budget}`;
}

/** `rds Instance users-backend-db-instance: $94.90 → $189.80`. */
export function costOfResourceText({ type, name, before, after }: CostOfResource): string {
  return `${kindOf(type).kind} ${name}: ${moneyText(before)} → ${moneyText(after)}`;
}
