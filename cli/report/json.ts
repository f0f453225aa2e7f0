import type { ChangeReport } from "./report";

/** A report for machines: the whole of it, in the order of its fields. A field is added without notice; `version` says more. */
export function reportJson(report: ChangeReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
