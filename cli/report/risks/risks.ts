import type { Change } from "../../../engine/pulumi/change";
import type { Run } from "../../../engine/pulumi/run";
import { kindOf } from "../../changes/change-text";
import { rankOf, type Risk } from "../report";
import { dataLoss } from "./data-loss";
import { downtime } from "./downtime";
import { exposure } from "./exposure";
import type { Finder } from "./finding";
import { permissions } from "./permissions";
import { protection } from "./protection";

/** By how much they may hurt. */
const FINDERS: readonly Finder[] = [dataLoss, exposure, permissions, protection, downtime];

/** How a resource is called in a risk. */
export function subjectOf({ type, name }: Pick<Change, "type" | "name">): string {
  return `${kindOf(type).kind} ${name}`;
}

/** Risks of one change. What holds data and goes is said once: that it does not answer meanwhile is the lesser part. */
export function risksOf(change: Change): readonly Risk[] {
  const found = FINDERS.flatMap((finder) => finder(change));
  const lost = found.some(({ kind }) => kind === "data loss");
  const risks = found.filter(({ kind, level }) => !lost || kind !== "downtime" || level === "danger");
  return risks.map((risk) => ({ ...risk, subject: subjectOf(change) }));
}

/** What rules of the policy pack say: one that is mandatory stops the change. */
export function policyRisks({ violations, changes }: Run): readonly Risk[] {
  return violations.map(({ policy, level, resource, message }) => {
    const change = changes.find(({ name }) => name === resource);
    const [first = ""] = message.split("\n");
    return {
      level: level === "mandatory" ? "danger" : "warning",
      kind: "policy",
      subject: change === undefined ? resource : subjectOf(change),
      what: `breaks the rule ${policy}: ${first}`,
    };
  });
}

/** The worst first; the same once. */
export function sortedRisks(risks: readonly Risk[]): readonly Risk[] {
  const once = [...new Map(risks.map((risk) => [JSON.stringify(risk), risk])).values()];
  const texts = new Map(once.map((risk) => [risk, `${risk.kind} ${risk.subject} ${risk.what}`]));
  const text = (risk: Risk) => texts.get(risk) ?? "";
  return once.sort((a, b) => rankOf(a.level) - rankOf(b.level) || (text(a) < text(b) ? -1 : 1));
}
