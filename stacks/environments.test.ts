import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProblemsError } from "../components/base/refusal";
import { record } from "../components/testing/recording";
import type { Config } from "./config";
import { environmentOf } from "./environments";
import { type Stack, STACKS } from "./names";
import { production } from "./production";
import { runProgram } from "./program";
import { type AwsSettings, awsSettings, parseSettings } from "./settings";
import { staging } from "./staging";
import { committedConfig, TODAY } from "./testing/settings";

const good = committedConfig("local");

function problemsOf(config: Config): readonly string[] {
  try {
    environmentOf(config);
    return [];
  } catch (error) {
    if (error instanceof ProblemsError) {
      return error.problems.map(({ path, message }) => `${path}: ${message}`);
    }
    throw error;
  }
}

function configWith(thoughts: Readonly<Record<string, unknown>>): Config {
  return { ...good, thoughts: { ...good.thoughts, ...thoughts } };
}

describe("the settings of a stack", () => {
  it.each(STACKS)("as committed for %s pass", (stack) => {
    expect(problemsOf(committedConfig(stack))).toEqual([]);
  });

  it("are refused with every problem at once: where, what was given, what is allowed", () => {
    const tag = { tag: "latest" };
    const services = {
      "users-backend": tag,
      "thoughts-backend": { tag: 1.5 },
      frontend: { tag: "v3.7", colour: "red" },
    };
    expect(
      problemsOf(configWith({ domain: "Not A Domain", registry: undefined, release: { services }, extra: 1 })),
    ).toEqual([
      `thoughts:domain: "Not A Domain" is not allowed; write a lower-case DNS name such as example.local, at most 189 characters.`,
      "thoughts:registry: it is missing; write a registry's host, with a prefix if it has one, such as registry.example.local.",
      `thoughts:release.services.users-backend.tag: "latest" is not allowed; write an image tag in quotes such as "v1.5", but not "latest", which moves: letters, digits, "_", "." and "-", a letter or digit at both ends, at most 63 characters.`,
      `thoughts:release.services.thoughts-backend.tag: 1.5 is not allowed; write an image tag in quotes such as "v1.5", but not "latest", which moves: letters, digits, "_", "." and "-", a letter or digit at both ends, at most 63 characters.`,
      "thoughts:release.services.frontend.colour: nothing reads this key; known here are tag, digest, cause, emergency, emergencyUntil, set, at, by, revision, slot, strategy, rollout, history. Correct it or take it out.",
      "thoughts:extra: nothing reads this key; known here are context, domain, registry, ingress, dashboards, postgresUpgrade, delivery, release. Correct it or take it out.",
    ]);
  });

  it("of another program are refused, because nothing reads them", () => {
    expect(problemsOf({ ...good, otherKeys: ["aws:region"] })).toEqual([
      expect.stringMatching(/^aws:region: nothing reads/),
    ]);
  });

  it("that are encrypted are refused by name", () => {
    expect(problemsOf({ ...good, encrypted: ["thoughts:domain"] })).toEqual([
      expect.stringMatching(/^thoughts:domain: it is encrypted, but no setting here is a secret/),
    ]);
  });

  it("of a stack that does not exist are refused with those that do", () => {
    expect(problemsOf({ ...good, stack: "prod" })).toEqual([
      `stack: "prod" is not known; use one of local, staging, production, bootstrap-staging, bootstrap-production, or demo-<name>, at most 40 letters, digits and "-", for a copy of another one: pulumi stack select NAME.`,
    ]);
  });

  it("with a version that nobody stands by any more are refused before anything is registered, on AWS only", () => {
    const later = (stack: string) => problemsOf({ ...committedConfig(stack), today: "2027-03-28" });
    expect(later("staging")).toEqual([
      expect.stringMatching(
        /^versions\.json\.eks: Kubernetes 1\.\d+ has had no standard support since 2027-03-27; allowed/,
      ),
    ]);
    expect(later("local")).toEqual([]);
  });

  it("can't be judged by a day that there is not", () => {
    expect(problemsOf({ ...good, today: "2027-02-30" })).toEqual([
      `THOUGHTS_TODAY: "2027-02-30" is no day; give one such as 2026-11-25, or leave it to the clock.`,
    ]);
  });

  it("that are bad register nothing", async () => {
    const { resources } = await record(() => {
      expect(() => runProgram(environmentOf(configWith({ domain: "" })), TODAY)).toThrow(ProblemsError);
    });
    expect(resources).toEqual([]);
  });

  it("may be anything at all: they are accepted or refused, and never end in another error", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("domain", "registry", "context", "release", "x"), fc.jsonValue()),
        (thoughts) => {
          expect(() => problemsOf(configWith(thoughts))).not.toThrow();
        },
      ),
    );
  });
});

describe("staging", () => {
  const settingsOf = (stack: Stack) =>
    (parseSettings(awsSettings, committedConfig(stack).thoughts) as { settings: AwsSettings }).settings;

  it("differs from production's settings in the account, its domain, who may copy its images, and the budget", () => {
    const differences = differing(settingsOf("production"), settingsOf("staging"));

    console.log(`Pulumi.staging.yaml differs from Pulumi.production.yaml in:\n  ${differences.join("\n  ")}`);
    // Releases differ whenever staging is ahead.
    expect(differences.filter((difference) => !difference.startsWith("release."))).toEqual([
      "account: 222222222222 -> 111111111111",
      "domain: thoughts.example.com -> staging.thoughts.example.com",
      "budget.limitUsd: 1500 -> 600",
      "imageReaders.0: undefined -> 222222222222",
    ]);
  });

  it("59: differs from production in nothing but the fields written in stacks/staging.ts", () => {
    const settings = settingsOf("production");

    const differences = differing(production(settings), staging(settings));

    console.log(`staging differs from production in:\n  ${differences.join("\n  ")}`);
    expect(differences).toEqual([
      "name: production -> staging",
      "platform.cluster.clusterName: thoughts-production -> thoughts-staging",
      "platform.cluster.network.cidr: 10.0.0.0/16 -> 10.1.0.0/16",
      "platform.cluster.network.natGateways: perZone -> single",
      roleDiffers("deployer", "deploy"),
      roleDiffers("others.break-glass.role", "break-glass"),
      roleDiffers("others.operators.role", "operate"),
      roleDiffers("others.developers.role", "read"),
      roleDiffers("others.previewers.role", "preview"),
      "platform.cluster.access.others.demos.role: undefined -> arn:aws:iam::222222222222:role/thoughts-staging-demo",
      "platform.cluster.access.others.demos.level: undefined -> admin",
      "platform.cluster.compute.kind: clusterAutoscaler -> managedNodeGroups",
      "platform.cluster.compute.base: [object Object] -> undefined",
      "platform.cluster.compute.extra: [object Object] -> undefined",
      "platform.cluster.compute.groups.general.instanceTypes.0: undefined -> m5.large",
      "platform.cluster.compute.groups.general.min: undefined -> 1",
      "platform.cluster.compute.groups.general.desired: undefined -> 2",
      "platform.cluster.compute.groups.general.max: undefined -> 2",
      "platform.cluster.compute.groups.general.scaling.schedules.night.recurrence: undefined -> 0 20 * * MON-FRI",
      "platform.cluster.compute.groups.general.scaling.schedules.night.timeZone: undefined -> Europe/Berlin",
      "platform.cluster.compute.groups.general.scaling.schedules.night.desired: undefined -> 1",
      "platform.cluster.compute.groups.general.scaling.schedules.morning.recurrence: undefined -> 0 6 * * MON-FRI",
      "platform.cluster.compute.groups.general.scaling.schedules.morning.timeZone: undefined -> Europe/Berlin",
      "platform.cluster.compute.groups.general.scaling.schedules.morning.desired: undefined -> 2",
      "platform.cluster.compute.groups.general.zones.0: undefined -> a",
      "platform.cluster.logRetentionDays: 90 -> 30",
      "platform.isShared: false -> true",
      "platform.database.instanceClass: db.t4g.medium -> db.t4g.micro",
      "platform.database.maxStorageGib: 100 -> 50",
      "platform.database.multiAz: true -> false",
      "platform.database.backupRetentionDays: 30 -> 7",
      "logs.retentionDays: 90 -> 14",
      "observability.metrics.storage: 20Gi -> 10Gi",
      "observability.metrics.retention: 15d -> 7d",
      "observability.receivers.critical.kind: webhook -> slack",
      "observability.receivers.critical.url: https://on-call.example.com/v1/alerts -> undefined",
      "observability.receivers.critical.tokenSecret: thoughts/production/on-call-token -> undefined",
      "observability.receivers.critical.channel: undefined -> #thoughts-staging",
      "observability.receivers.critical.urlSecret: undefined -> thoughts/staging/slack-webhook",
      "observability.receivers.warning.channel: #thoughts-production -> #thoughts-staging",
      "observability.receivers.warning.urlSecret: thoughts/production/slack-webhook -> thoughts/staging/slack-webhook",
      "observability.receivers.watchdog.kind: webhook -> none",
      "observability.receivers.watchdog.url: https://on-call.example.com/v1/heartbeat -> undefined",
      "observability.receivers.watchdog.tokenSecret: thoughts/production/on-call-token -> undefined",
      "observability.errorTracker.kind: sentry -> none",
      "observability.errorTracker.logsEndpoint: https://errors.example.com/api/1/integration/otlp/v1/logs -> undefined",
      "observability.errorTracker.keySecret: thoughts/production/error-tracker-key -> undefined",
      "observability.errorTracker.linesPerMinute: 60 -> undefined",
      "services.users-backend.scaling.replicas: 2 -> 1",
      "services.thoughts-backend.scaling.replicas: 2 -> 1",
      "services.frontend.scaling.maxReplicas: 8 -> 4",
      "flags.relative-times: false -> true",
    ]);
  });
});

/** Each environment has roles of its own. */
function roleDiffers(path: string, purpose: string): string {
  const [production, staging] = ["production", "staging"].map(
    (name) => `arn:aws:iam::222222222222:role/thoughts-${name}-${purpose}`,
  );
  return `platform.cluster.access.${path}: ${production ?? ""} -> ${staging ?? ""}`;
}

/** The leaves in which two trees differ. */
function differing(one: unknown, other: unknown, path = ""): readonly string[] {
  if (one === undefined && typeof other === "object") {
    return differing({}, other, path);
  }
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return one === other ? [] : [`${path}: ${String(one)} -> ${String(other)}`];
  }
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) =>
    differing(
      (one as Record<string, unknown>)[key],
      (other as Record<string, unknown>)[key],
      path === "" ? key : `${path}.${key}`,
    ),
  );
}
