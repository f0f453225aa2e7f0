import type { RuleGroup } from "../../components/observability/rules";
import { RECORDED } from "../observability/recordings";

/** What services say, by its level (docs/system.md#log-levels), and whether it gets where it is looked for. */
export function logAlerts(): RuleGroup {
  return {
    name: "log-alerts",
    alerts: [
      {
        name: "CriticalLineLogged",
        severity: "critical",
        expression: newLines("CRITICAL", "5m"),
        summary: "{{ $labels.app }} logged CRITICAL",
        description: "The service says that it can't continue.",
      },
      {
        name: "ErrorLinesLogged",
        severity: "warning",
        expression: newLines("ERROR", "10m"),
        summary: "{{ $labels.app }} logged ERROR",
        description: "Each of these lines is a fault of ours and has to be read. A 4xx answer is not logged as ERROR.",
      },
      {
        name: "WarningLinesRise",
        severity: "warning",
        for: "10m",
        expression: `${lineRate("WARNING", "5m")} > 0.1 and ${lineRate("WARNING", "5m")} > 3 * ${lineRate("WARNING", "1h", "10m")}`,
        summary: "{{ $labels.app }} logs {{ $value | humanize }} WARNINGs per second",
        description: "One says little; three times as many as in the last hour say that something has changed.",
      },
      {
        name: "LogLinesDropped",
        severity: "warning",
        expression: "increase(log_lines_discarded_total[10m]) > 0 or increase(log_write_failures_total[10m]) > 0",
        summary: "{{ $value | humanize }} log lines were dropped",
        description: "The log is incomplete: what is not in it may have happened.",
      },
      {
        name: "LogsSilent",
        severity: "warning",
        for: "10m",
        expression: `sum(rate(log_lines_received_total[10m])) == 0 and sum(${RECORDED.requests}) > 0.1`,
        summary: "services answer requests, and no log line arrives",
        description: "Each request writes three lines. They are sent over UDP, which reports no loss.",
      },
    ],
  };
}

/**
 * Lines of a level, if there are more than a while ago: a first line is a series that was not there each time that its
 * target was asked. Where nobody asked, as while Prometheus moves to another node, nothing is new.
 */
function newLines(level: string, window: string): string {
  const lines = `log_lines_total{level="${level}"}`;
  const asked = `on (job, instance) group_left sum_over_time(up[${window}])`;
  const first = `${lines} and count_over_time(${lines}[${window}]) < ${asked}`;
  return `sum by (app) (increase(${lines}[${window}]) > 0 or ${first})`;
}

function lineRate(level: string, window: string, offset?: string): string {
  const shifted = offset === undefined ? "" : ` offset ${offset}`;
  return `sum by (app) (rate(log_lines_total{level="${level}"}[${window}]${shifted}))`;
}
