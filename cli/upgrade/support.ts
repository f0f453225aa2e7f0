import { judgeSupport, type SupportCalendar } from "../../components/base/support";
import { NOTICE_DAYS } from "../../infra/version-gate";
import { failure, type Finding, note, ok } from "./finding";

export interface SupportQuestion {
  /** The control plane's version now: `1.35`. */
  readonly current: string;
  /** The version to go to: `1.36`. */
  readonly target: string;
  readonly calendar: SupportCalendar;
  /** The day to judge by: `2026-11-25`. */
  readonly today: string;
  /** Whether it is AWS that stands by the cluster; for others the calendar tells little. */
  readonly eks: boolean;
}

/** Until when AWS stands by both versions. What the present one lacks is a reason to go, so it is no failure. */
export function judgeCalendar(question: SupportQuestion): readonly Finding[] {
  const { current, target, eks } = question;
  const now = judge(question, current);
  const then = current === target ? [] : [judge(question, target)];
  return [now.kind === "failure" ? note(now.text) : now, ...then.map((one) => (eks ? one : softened(one)))];
}

function judge({ calendar, today }: SupportQuestion, version: string): Finding {
  const remedy = "go up one minor version at a time (docs/upgrades.md)";
  const verdict = judgeSupport({
    what: "on EKS, Kubernetes",
    version,
    calendar,
    today,
    noticeDays: NOTICE_DAYS,
    remedy,
  });
  switch (verdict.kind) {
    case "supported":
      return ok(`on EKS, Kubernetes ${version} has standard support until ${calendar[version]?.standardUntil ?? ""}`);
    case "ending":
      return note(verdict.message);
    case "unsupported":
      return failure(verdict.message);
    default:
      return verdict satisfies never;
  }
}

function softened(finding: Finding): Finding {
  return finding.kind === "failure" ? note(finding.text) : finding;
}
