import type { Duration } from "../../../components/observability/rules";

/** What happens, and when somebody is told of it. */
export interface AlertCase {
  readonly alert: string;
  /** What is special about it, where an alert has more than one. */
  readonly when?: string;
  /** Samples a minute apart, as promtool writes them: `0+10x5` is 0, 10, ... 50. */
  readonly series: Readonly<Record<string, string>>;
  /** When it has not fired yet. */
  readonly quiet: Duration;
  /** When it fires. */
  readonly fires: Duration;
  /** By which labels it is told apart from others of its name. */
  readonly as: Readonly<Record<string, string>>;
  /** When it is over. */
  readonly resolved: Duration;
}

/** What is meant to be, and nobody is to be told of. */
export interface QuietCase {
  readonly alert: string;
  /** What goes on: "a release by recreate". */
  readonly during: string;
  /** Samples a minute apart, as promtool writes them. */
  readonly series: Readonly<Record<string, string>>;
  /** How long it goes on. */
  readonly minutes: number;
}

/** The job of the services' pods. */
export const JOB = "example";
