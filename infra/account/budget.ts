import { Budget } from "../../components/cost/budget";
import type { Environment } from "../environment";
import { SYSTEM } from "../system";
import { type AwsAccount, demandAws } from "./aws-account";

/** Says when the account's month costs too much. */
export function createBudget({ name, cloud }: Environment, account: AwsAccount): void {
  if (cloud.kind === "aws") {
    const { provider } = demandAws(account, "budget");
    new Budget("budget", { ...cloud.budget, budgetName: `${SYSTEM}-${name}` }, { provider });
  }
}
