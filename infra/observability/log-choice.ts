import type { LogRetentionDays } from "../../components/base/log-retention";
import type { Problem } from "../../components/base/problems";
import type { LogSink } from "../../components/observability/rsyslog";
import type { Platform } from "../platform";

/** Where lines are that are to outlive the pod that wrote them. */
export type LogChoice =
  /** Nowhere: what services say is in the log pod, and goes with it; what pods print goes with them. */
  | { readonly to: "cluster" }
  /** What services say goes on to another syslog, over TCP. */
  | { readonly to: "syslog"; readonly host: string; readonly port: number }
  /** What every pod of the cluster prints, and what services say, goes to CloudWatch Logs. For an account of its own. */
  | CloudWatchLogs;

export interface CloudWatchLogs {
  readonly to: "cloudwatch";
  readonly retentionDays: LogRetentionDays;
}

/** Namespace of the collector, and the name of all of it. */
export const LOG_COLLECTOR = "log-collector";

export function checkLogs(logs: LogChoice, platform: Platform): readonly Problem[] {
  if (logs.to === "cloudwatch") {
    const message = `"cloudwatch" needs the platform "aws", and this one is "${platform.kind}"; use "cluster" or "syslog".`;
    return platform.kind === "aws" ? [] : [{ path: "to", message }];
  }
  const port = logs.to === "syslog" ? logs.port : 1;
  return Number.isInteger(port) && port > 0 && port <= 65_535
    ? []
    : [{ path: "port", message: `${port} is no port; use a whole number from 1 to 65535.` }];
}

/** What the log pod does with lines, beside writing them into its file. */
export function sinkOf(logs: LogChoice): LogSink {
  switch (logs.to) {
    case "cluster":
      return { kind: "none" };
    case "syslog":
      return { kind: "syslog", host: logs.host, port: logs.port };
    case "cloudwatch":
      // The collector takes what pods print.
      return { kind: "console" };
    default:
      return logs satisfies never;
  }
}

/** The namespaces, beside its own, whose pods have metrics that say how an environment is. */
export function watchedBeside(logs: LogChoice): readonly string[] {
  return logs.to === "cloudwatch" ? [LOG_COLLECTOR] : [];
}
