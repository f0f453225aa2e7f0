import { moneyText } from "../cost/amount";
import type { CostChange } from "../cost/change";
import { budgetWarning } from "../cost/estimate";
import type { NotKnown } from "../cost/line";
import type { Risk } from "../report/report";

/** A change that makes a month dearer than this share of it before is a risk, if it is no small change as well. */
export const GROWTH = 0.1;
/** In US dollars. */
export const SMALL = 10;

/** What speaks against a change because of what it costs. */
export function costRisks(
  { before, after, notKnown, budgetUsd }: CostChange,
  known: readonly NotKnown[],
): readonly Risk[] {
  const more = after.highest - before.highest;
  const risk = (level: Risk["level"], what: string): Risk => ({ level, kind: "cost", subject: "", what });
  const fresh = notKnown.filter(
    ({ resource, why }) => !known.some((one) => one.resource === resource && one.why === why),
  );
  const warning = budgetUsd === undefined ? undefined : budgetWarning({ total: after, budgetUsd });
  return [
    ...(more > SMALL && more > GROWTH * before.highest
      ? [
          risk(
            "warning",
            `a month becomes more than ${GROWTH * 100} % dearer: ${moneyText(after)}, it was ${moneyText(before)}`,
          ),
        ]
      : []),
    ...(warning === undefined ? [] : [risk("warning", warning)]),
    ...fresh.map(({ resource, why }) => risk("notice", `what ${resource} costs is not known: ${why}`)),
  ];
}
