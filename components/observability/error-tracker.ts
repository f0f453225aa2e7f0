import type { Problem } from "../base/problems";

/** What makes an entry of each line of level ERROR, for people who work through them. */
export type ErrorTracker =
  /** No entries: people who are alerted look for the lines in the log view. */
  { readonly kind: "none" } | SentryTracker;

/** Sentry, as a service or run by oneself: it takes lines over OTLP. */
export interface SentryTracker {
  readonly kind: "sentry";
  /**
   * Where a project takes lines: _Settings > Client Keys (DSN) > OpenTelemetry (OTLP)_.
   * @see https://docs.sentry.io/concepts/otlp/forwarding/pipelines/collector/
   */
  readonly logsEndpoint: string;
  /** The project's public key, 32 hexadecimal digits. A secret is given by its name. */
  readonly keySecret: string;
  /** Entries that are paid for: what comes on top of them within a minute makes none. */
  readonly linesPerMinute: number;
}

/** @see https://docs.sentry.io/concepts/otlp/direct/logs/ */
const LOGS_PATH = /^\/(?:[\w-]+\/)*api\/\d+\/integration\/otlp\/v1\/logs\/?$/;

/** Lines a minute that the reporter, one pod with one request at a time, is sure to send. */
const MOST_LINES = 600;

export function checkErrorTracker(tracker: ErrorTracker): readonly Problem[] {
  switch (tracker.kind) {
    case "none":
      return [];
    case "sentry":
      return [...checkEndpoint(tracker.logsEndpoint), ...checkLimit(tracker.linesPerMinute)];
    default:
      return tracker satisfies never;
  }
}

function checkEndpoint(endpoint: string): readonly Problem[] {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const plain = url?.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return url?.protocol === "https:" && LOGS_PATH.test(url.pathname) && plain
    ? []
    : [
        {
          path: "logsEndpoint",
          message:
            `"${endpoint}" is no address where Sentry takes lines; ` +
            `use one such as "https://o1.ingest.sentry.io/api/2/integration/otlp/v1/logs", without a key in it.`,
        },
      ];
}

function checkLimit(lines: number): readonly Problem[] {
  return Number.isInteger(lines) && lines >= 1 && lines <= MOST_LINES
    ? []
    : [{ path: "linesPerMinute", message: `${lines} is not allowed; use a whole number from 1 to ${MOST_LINES}.` }];
}

/** The port at which a tracker takes lines. */
export function trackerPort({ logsEndpoint }: SentryTracker): number {
  return Number(new URL(logsEndpoint).port || 443);
}

/** The names of the secrets that a tracker needs. */
export function trackerSecretsOf(tracker: ErrorTracker): readonly string[] {
  return tracker.kind === "none" ? [] : [tracker.keySecret];
}
