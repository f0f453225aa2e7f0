import { UserError } from "../../engine/user-error";
import { moneyText } from "../cost/amount";
import { estimateOf } from "../cost/asked";
import { budgetWarning, noPrices } from "../cost/estimate";
import { ROOT } from "../folders";

/** What an environment costs, for who is about to bring it up. It stops nobody. */
export interface CostNote {
  /** In a line. */
  readonly text: string;
  /** @default - it fits the budget */
  readonly warning?: string;
}

/** @param stack an environment's or an account's */
export function costNote(stack: string): CostNote {
  try {
    const found = estimateOf(ROOT, stack);
    const gaps = found.notKnown.length;
    const warning = budgetWarning(found);
    const [nothing] = noPrices(found);
    return {
      text:
        nothing !== undefined
          ? `NOT KNOWN: ${nothing}`
          : `${moneyText(found.total)} a month${gaps === 0 ? "" : `, and ${gaps} parts without a price`} (npx thoughts cost ${stack})`,
      ...(warning !== undefined && { warning }),
    };
  } catch (error) {
    if (error instanceof UserError) {
      return { text: "not known: the program is refused" };
    }
    throw error;
  }
}
