import { describe, expect, it } from "vitest";
import { checkErrorTracker, type SentryTracker, trackerPort, trackerSecretsOf } from "./error-tracker";

const sentry: SentryTracker = {
  kind: "sentry",
  logsEndpoint: "https://o1.ingest.us.sentry.io/api/2/integration/otlp/v1/logs",
  keySecret: "thoughts/production/error-tracker-key",
  linesPerMinute: 60,
};

describe("an error tracker", () => {
  it.each([sentry.logsEndpoint, "https://sentry.acme.dev:9000/api/12/integration/otlp/v1/logs/"])(
    "is Sentry, as a service or one's own: %s",
    (logsEndpoint) => {
      expect(checkErrorTracker({ ...sentry, logsEndpoint })).toEqual([]);
    },
  );

  it.each([
    "http://o1.ingest.us.sentry.io/api/2/integration/otlp/v1/logs",
    "https://o1.ingest.us.sentry.io/api/2/integration/otlp/v1/traces",
    "https://o1.ingest.us.sentry.io/2",
    "https://0123456789abcdef0123456789abcdef@o1.ingest.us.sentry.io/api/2/integration/otlp/v1/logs",
    "https://o1.ingest.us.sentry.io/api/2/integration/otlp/v1/logs?sentry_key=0123456789abcdef",
    "o1.ingest.us.sentry.io",
  ])("is refused where it takes no lines, or has its key in the clear: %s", (logsEndpoint) => {
    expect(checkErrorTracker({ ...sentry, logsEndpoint })).toEqual([
      { path: "logsEndpoint", message: expect.stringContaining("without a key in it") as string },
    ]);
  });

  it.each([0, -1, 1.5, 601, Number.NaN])("is refused with %d lines a minute", (linesPerMinute) => {
    expect(checkErrorTracker({ ...sentry, linesPerMinute })).toEqual([
      { path: "linesPerMinute", message: `${linesPerMinute} is not allowed; use a whole number from 1 to 600.` },
    ]);
  });

  it("needs a secret and its port, and none needs nothing", () => {
    expect(trackerSecretsOf(sentry)).toEqual(["thoughts/production/error-tracker-key"]);
    expect(trackerPort(sentry)).toBe(443);
    expect(
      trackerPort({ ...sentry, logsEndpoint: "https://sentry.acme.dev:9000/api/1/integration/otlp/v1/logs" }),
    ).toBe(9000);
    expect([checkErrorTracker({ kind: "none" }), trackerSecretsOf({ kind: "none" })]).toEqual([[], []]);
  });
});
