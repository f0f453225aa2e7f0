import type { Problem } from "../../components/base/problems";

/** What is wrong with a list of accounts that are not this one. @param own its 12 digits */
export function checkOtherAccounts(own: string, others: readonly string[]): readonly Problem[] {
  return others.flatMap((account, index) => {
    if (account === own) {
      return [
        {
          path: String(index),
          message: `"${account}" is the environment's own account, which needs no mention; name others, or take it out.`,
        },
      ];
    }
    return others.indexOf(account) < index
      ? [{ path: String(index), message: `"${account}" is named twice; name each account once.` }]
      : [];
  });
}
