import { stringify } from "yaml";
import { type Problem, under } from "../base/problems";

/** A time as Prometheus writes it. */
export type Duration = `${number}${"s" | "m" | "h" | "d"}`;

/** How soon somebody has to look. */
export type Severity =
  /** At once, at night too: users are hit, or will be before the morning. */
  | "critical"
  /** On the next working day. */
  | "warning"
  /** Nobody: it is there to be seen missing. */
  | "none";

/** What somebody is told about. */
export interface Alert {
  /** The name, `UpperCamelCase`: its runbook is the page of that name, in `kebab-case`. */
  readonly name: string;
  readonly severity: Severity;
  /** PromQL: each series that it has is an alert of its own. */
  readonly expression: string;
  /** How long it has to last before anybody is told. @default - no time: at the next evaluation */
  readonly for?: Duration;
  /** One line for a phone. `{{ $labels.app }}` and `{{ $value }}` are filled in. */
  readonly summary: string;
  /** What it means for those who use the system. */
  readonly description: string;
  /** Labels of its own beside those of the expression. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What is computed once, for those who ask often or over a long time. */
export interface Recording {
  /** `level:metric:operations`. @see https://prometheus.io/docs/practices/rules/ */
  readonly record: string;
  readonly expression: string;
  /** @default - those of the expression */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated one after the other: a later one sees what an earlier one recorded. */
export interface RuleGroup {
  /** `lower-kebab-case`, the name of its file too. */
  readonly name: string;
  /** @default - as often as the server evaluates */
  readonly interval?: Duration;
  /** @default - none */
  readonly recordings?: readonly Recording[];
  /** @default - none */
  readonly alerts?: readonly Alert[];
}

const ALERT_NAME = /^[A-Z][a-z0-9]+([A-Z][a-z0-9]+)*$/;
const RECORD_NAME = /^[a-z_]+:[a-z0-9_]+:[a-z0-9_]+$/;
const GROUP_NAME = /^[a-z]+(-[a-z]+)*$/;

/** What Prometheus would not notice, or only when it starts. */
export function checkRules(groups: readonly RuleGroup[]): readonly Problem[] {
  const names = groups.map(({ name }) => name);
  return groups.flatMap(({ name, alerts = [], recordings = [] }, index) => [
    ...(GROUP_NAME.test(name) && names.indexOf(name) === index
      ? []
      : [
          { path: name, message: `"${name}" is taken or no name of a group; use words of lower-case letters and "-".` },
        ]),
    ...alerts.flatMap((alert) => under(`${name}.${alert.name}`, checkAlert(alert))),
    ...recordings
      .filter(({ record }) => !RECORD_NAME.test(record))
      .map(({ record }) => ({
        path: `${name}.${record}`,
        message: `"${record}" says not what it is; use level:metric:operations such as "app:http_requests:rate5m".`,
      })),
  ]);
}

function checkAlert({ name, summary, description }: Alert): readonly Problem[] {
  return [
    ...(ALERT_NAME.test(name)
      ? []
      : [{ path: "name", message: `"${name}" is no name of an alert; use words such as "TargetDown".` }]),
    ...Object.entries({ summary, description })
      .filter(([, text]) => text.trim() === "")
      .map(([path]) => ({ path, message: "it is empty; say it in a sentence that somebody can act on." })),
  ];
}

/** The page of an alert: `TargetDown` is `target-down.md`. */
export function runbookPage({ name }: Pick<Alert, "name">): string {
  return `${name.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase()}.md`;
}

/**
 * Rule files for Prometheus by file name, one a group.
 * @param runbooks absolute address of the folder of the runbooks: a relative one is dead in every notification
 */
export function renderRules(groups: readonly RuleGroup[], runbooks: string): Readonly<Record<string, string>> {
  return Object.fromEntries(groups.map((group) => [`${group.name}.yaml`, renderGroup(group, runbooks)]));
}

function renderGroup({ name, interval, recordings = [], alerts = [] }: RuleGroup, runbooks: string): string {
  const rules = [
    ...recordings.map(({ record, expression, labels }) => ({ record, expr: expression, ...(labels && { labels }) })),
    ...alerts.map((alert) => ({
      alert: alert.name,
      expr: alert.expression,
      ...(alert.for && { for: alert.for }),
      labels: { severity: alert.severity, ...alert.labels },
      annotations: {
        summary: alert.summary,
        description: alert.description,
        runbook_url: `${runbooks}/${runbookPage(alert)}`,
      },
    })),
  ];
  return stringify({ groups: [{ name, ...(interval && { interval }), rules }] }, { lineWidth: 0 });
}
