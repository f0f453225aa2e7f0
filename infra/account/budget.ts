import { Budget, type MonthlyBudget } from "../../components/cost/budget";
import { SYSTEM } from "../system";
import type { OpenAccount } from "./aws-account";

/** Says when the month of an environment's account costs too much. */
export function createBudget(environment: string, budget: MonthlyBudget, { provider }: OpenAccount): void {
  new Budget("budget", { ...budget, budgetName: `${SYSTEM}-${environment}` }, { provider });
}
