import { type ChangeReport, type EnvironmentReport, type Level, LEVELS, type Risk, worst } from "./report";
import { listText, shared } from "./shared";

/** What a report comes to. */
export type Verdict = "failed" | Level | "changes" | "nothing";

/** @returns of several environments, the worst */
export function verdictOf({ environments }: ChangeReport): Verdict {
  if (environments.some(({ failure }) => failure !== undefined)) {
    return "failed";
  }
  const level = worst(environments.flatMap(({ risks }) => risks));
  const isChanged = environments.some(({ changes, outputs }) => changes.length + outputs.length > 0);
  return level ?? (isChanged ? "changes" : "nothing");
}

/** What a reviewer reads first: `Preview of staging and production: 1 danger in 14 changes`. */
export function headline(report: ChangeReport): string {
  const { environments } = report;
  const names = listText(environments.map(({ stack }) => stack));
  const failed = environments.filter(({ failure }) => failure !== undefined).map(({ stack }) => stack);
  const changes = shared(environments, (environment) => environment.changes).length;
  const counted = changes === 1 ? "1 change" : `${changes} changes`;
  switch (verdictOf(report)) {
    case "failed":
      return `Preview of ${listText(failed)} failed`;
    case "nothing":
      return `Preview of ${names}: nothing changes`;
    case "changes":
      return `Preview of ${names}: ${changes === 0 ? "other outputs" : counted}`;
    case "danger":
    case "warning":
    case "notice": {
      const risks = shared(environments, (environment) => environment.risks).map(({ one }) => one);
      return `Preview of ${names}: ${levelsText(risks)} in ${counted}`;
    }
  }
}

/** `2 dangers, 1 warning`. @returns what is no risk is "none" */
export function levelsText(risks: readonly Pick<Risk, "level">[]): string {
  const counts = LEVELS.map((level) => ({ level, count: risks.filter((risk) => risk.level === level).length }));
  const texts = counts
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}${count > 1 ? "s" : ""}`);
  return texts.length === 0 ? "none" : texts.join(", ");
}

/** `1 replace, 3 update, 200 stay`. */
export function countsText({ counts, same }: EnvironmentReport): string {
  const texts = Object.entries(counts).map(([op, count]) => `${count} ${op}`);
  return [...(texts.length === 0 ? ["no change"] : texts), `${same} stay`].join(", ");
}
