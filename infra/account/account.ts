import { misfit } from "../../components/base/formats";
import { type Problem, under } from "../../components/base/problems";
import { checkBudget, type MonthlyBudget } from "../../components/cost/budget";
import { checkRegion } from "../../components/network/region";

/** The AWS account of an environment. */
export interface AccountSettings {
  /** Its 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Who pays: tag `cost-centre` of everything. */
  readonly costCentre: string;
  readonly budget: MonthlyBudget;
}

export function checkAccount({ region, costCentre, budget }: AccountSettings): readonly Problem[] {
  return [...checkRegion(region), ...checkCostCentre(costCentre), ...under("budget", checkBudget(budget))];
}

/** It is a tag of everything. */
export function checkCostCentre(costCentre: string): readonly Problem[] {
  const message = misfit("tagValue", costCentre, "value of a tag");
  return message === undefined ? [] : [{ path: "costCentre", message }];
}
