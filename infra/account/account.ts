import { type Problem, under } from "../../components/base/problems";
import { checkBudget, type MonthlyBudget } from "../../components/cost/budget";

/** The AWS account of an environment. */
export interface AccountSettings {
  /** Its 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Who pays: tag `cost-centre` of everything. */
  readonly costCentre: string;
  readonly budget: MonthlyBudget;
}

/** @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_VALUE = /^[\w .:/=+@-]{1,256}$/;

export function checkAccount({ costCentre, budget }: AccountSettings): readonly Problem[] {
  const problems: Problem[] = TAG_VALUE.test(costCentre)
    ? []
    : [
        {
          path: "costCentre",
          message: `"${costCentre}" can't be a tag; use 1 to 256 letters, digits, spaces and _.:/=+@-.`,
        },
      ];
  return [...problems, ...under("budget", checkBudget(budget))];
}
