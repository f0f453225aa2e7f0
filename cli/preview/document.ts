import { environmentReport, type ReportArgs } from "../report/build";
import { reportPage } from "../report/html/page";
import { reportJson } from "../report/json";
import { comment } from "../report/markdown/comment";
import type { ChangeReport } from "../report/report";

/** How a report can be written. */
export const FORMATS = ["markdown", "json", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** @param secrets in the clear, that the report must not have in it */
export function reportOf(found: readonly ReportArgs[], secrets: readonly string[]): ChangeReport {
  return { version: 1, environments: found.map((args) => environmentReport({ ...args, secrets })) };
}

/** @param whole where all of it is, for a comment that has not all. @default - nowhere */
export function documentOf(report: ChangeReport, format: Format, whole?: string): string {
  switch (format) {
    case "markdown":
      return `${comment(report, { whole })}\n`;
    case "json":
      return reportJson(report);
    case "html":
      return reportPage(report);
    default:
      return format satisfies never;
  }
}
