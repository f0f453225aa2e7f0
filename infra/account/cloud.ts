import { type Problem, under } from "../../components/base/problems";
import { checkBudget, type MonthlyBudget } from "../../components/cost/budget";

/** The account everything that is not in Kubernetes lives in. */
export type Cloud =
  | { readonly kind: "none" }
  | {
      readonly kind: "aws";
      /** Its 12 digits. */
      readonly account: string;
      readonly region: string;
      /** Who pays: tag `cost-centre` of everything. */
      readonly costCentre: string;
      readonly budget: MonthlyBudget;
    };

/** @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_VALUE = /^[\w .:/=+@-]{1,256}$/;

export function checkCloud(cloud: Cloud): readonly Problem[] {
  if (cloud.kind === "none") {
    return [];
  }
  const { costCentre, budget } = cloud;
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
