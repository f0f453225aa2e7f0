import { describe, expect, it } from "vitest";
import type { AccountEnvironment } from "./environment";
import { secretNamed, secretValue, shortName } from "./secrets";

const slack = (urlSecret: string) => ({ kind: "slack", channel: "#alerts", urlSecret });
const environment = {
  name: "staging",
  observability: {
    receivers: {
      critical: { kind: "webhook", url: "https://on-call.test", tokenSecret: "thoughts/staging/team/on-call" },
      warning: slack("thoughts/staging/slack-webhook"),
      watchdog: slack("thoughts/staging/slack-webhook"),
    },
    errorTracker: { kind: "sentry", keySecret: "thoughts/staging/error-tracker-key" },
  },
} as unknown as AccountEnvironment;

describe("the name of a secret", () => {
  it.each(["team/on-call", "slack-webhook", "error-tracker-key"])(
    "is what comes after the environment's own part, as it is shown: %s",
    (short) => {
      const { name } = secretNamed(short, environment);
      expect(name).toBe(`thoughts/staging/${short}`);
      expect(shortName(name, environment)).toBe(short);
      expect(secretNamed(name, environment).name).toBe(name);
    },
  );

  it.each(["on-call", "", "__proto__", "thoughts/production/slack-webhook"])(
    "is none that the settings do not name: %s",
    (given) => {
      expect(() => secretNamed(given, environment)).toThrow(
        `the settings of staging name no secret "${given}"; they name team/on-call, slack-webhook, error-tracker-key.`,
      );
    },
  );
});

describe("the value of a secret", () => {
  const token = secretNamed("team/on-call", environment);

  it("is what was given, without the line's end", () => {
    expect(secretValue(token, "a b\r\n")).toBe("a b");
  });

  it.each([
    ["", "it is empty"],
    ["a\nb\n", "it has 2 lines"],
    [" a", "it begins or ends with a space"],
    ["a\u0000", "it has characters that are no text"],
    ["ä".repeat(32_769), "it has 65538 bytes"],
  ])("is refused for what is wrong with it, and not shown: %j", (given, problem) => {
    expect(() => secretValue(token, given)).toThrow(problem);
  });

  it("is an address, where it is one of Slack", () => {
    const refused = () => secretValue(secretNamed("slack-webhook", environment), "xoxb-of-somebody");
    expect(refused).toThrow("it is no address");
    expect(refused).not.toThrow("xoxb");
  });

  it.each(["https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2", "0123456789abcdef"])(
    "is a public key and no DSN, where it is one of Sentry: %s",
    (given) => {
      const secret = secretNamed("error-tracker-key", environment);
      expect(() => secretValue(secret, given)).toThrow("it is no public key of a Sentry project");
      expect(secretValue(secret, "0123456789abcdef0123456789abcdef")).toHaveLength(32);
    },
  );
});
