import type { Alert, RuleGroup } from "../../components/observability/rules";
import { ERROR_REPORTER } from "../observability/choice";
import { LOG_COLLECTOR } from "../observability/log-choice";
import { RECORDED } from "../observability/recordings";

const COLLECTORS = `up{job="${LOG_COLLECTOR}"}`;
const SHIPPING = `{job="${LOG_COLLECTOR}"}`;
const REPORTING = `{job="${ERROR_REPORTER}"}`;

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
      ...shippingAlerts(),
      ...reportingAlerts(),
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

/** Whether lines get out of the cluster, where they are to. */
function shippingAlerts(): readonly Alert[] {
  return [
    {
      name: "LogShippingFails",
      severity: "warning",
      expression: refused(SHIPPING),
      summary: "{{ $value | humanize }} log lines of {{ $labels.node }} were not taken by CloudWatch",
      description:
        "CloudWatch refused them, so they are sent no more. They are on the node until its files are rotated.",
    },
    {
      name: "LogShippingBehind",
      severity: "warning",
      for: "15m",
      expression: `otelcol_exporter_queue_size${SHIPPING} / otelcol_exporter_queue_capacity${SHIPPING} > 0.5`,
      summary:
        "log lines of {{ $labels.node }} wait for CloudWatch; the queue is {{ $value | humanizePercentage }} full",
      description: "When it is full, the collector stops reading. What kubelet then rotates away twice is lost.",
    },
    {
      name: "LogCollectorMissing",
      severity: "warning",
      for: "15m",
      // Where lines stay in the cluster, there was none that was asked.
      expression: `count(up{job="nodes"} == 1) - (count(${COLLECTORS} == 1) or 0 * count(max_over_time(${COLLECTORS}[6h]))) > 0`,
      summary: "{{ $value }} nodes have no log collector that works",
      description: "What their pods print is lost when kubelet rotates it away, or the node goes.",
    },
  ];
}

/** Whether lines of level ERROR make entries, where there is an error tracker. */
function reportingAlerts(): readonly Alert[] {
  const lines = grown(`log_lines_total{level=~"ERROR|CRITICAL"}`, "15m");
  const reported = grown(`otelcol_receiver_accepted_log_records${REPORTING}`, "15m");
  const waiting = `max(min_over_time(otelcol_exporter_queue_size${REPORTING}[15m])) > 0`;
  return [
    {
      name: "ErrorReportsFail",
      severity: "warning",
      expression: refused(REPORTING),
      summary: "{{ $value | humanize }} lines of level ERROR made no entry in the error tracker",
      description: "The tracker refused them, or too many waited for it. They are in the log.",
    },
    {
      name: "ErrorReportsStuck",
      severity: "warning",
      for: "5m",
      expression: `${waiting} or (count(${lines}) and count(up${REPORTING})) unless count(${reported})`,
      summary: "lines of level ERROR make no entry in the error tracker",
      description: "For 15 minutes the tracker took none, or none got to what sends them. They are in the log.",
    },
  ];
}

/** Lines that a collector gave up. */
function refused(collector: string): string {
  return ["send", "enqueue"]
    .map((step) => `increase(otelcol_exporter_${step}_failed_log_records${collector}[10m]) > 0`)
    .join(" or ");
}

/** Lines of a level, if there are more than a while ago. */
function newLines(level: string, window: string): string {
  return `sum by (app) (${grown(`log_lines_total{level="${level}"}`, window)})`;
}

/**
 * Counters that are higher than a while ago: a first line is a series that was not there each time that its target was
 * asked. Where nobody asked, as while Prometheus moves to another node, nothing is new.
 */
function grown(counter: string, window: string): string {
  const asked = `on (job, instance) group_left sum_over_time(up[${window}])`;
  return `increase(${counter}[${window}]) > 0 or ${counter} and count_over_time(${counter}[${window}]) < ${asked}`;
}

function lineRate(level: string, window: string, offset?: string): string {
  const shifted = offset === undefined ? "" : ` offset ${offset}`;
  return `sum by (app) (rate(log_lines_total{level="${level}"}[${window}]${shifted}))`;
}
