import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { record, type Recorded } from "../components/testing/recording";
import { createBootstrap } from "../infra/bootstrap/bootstrap";
import type { Observability } from "../infra/observability/choice";
import { checkEnvironment, type Environment } from "../infra/environment";
import { REPOSITORIES } from "../infra/registry/repositories";
import { SERVICES } from "../infra/system";
import { TestAccount } from "../sandbox/providers/aws/testing";
import { demo } from "./demo";
import { MOST_HOURS } from "./demo-settings";
import { bootstrapOf, environmentOf } from "./environments";
import { isDemo } from "./names";
import { runProgram } from "./program";
import { awsSettings, bootstrapSettings, localSettings, parseSettings } from "./settings";
import { committedConfig, TODAY } from "./testing/settings";

// What settings let through is taken by everybody that it is handed on to. The rules here are written by hand, of
// Kubernetes, and the stand-in's, of AWS; none is the program's own.

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_VALUE = /^(?=.{0,63}$)(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const HOST = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;
const DNS_LABEL = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Pods of these have the name, and something behind it, as a label. */
const NAMES: Readonly<Record<string, RegExp>> = {
  Service: DNS_LABEL,
  Namespace: DNS_LABEL,
  Job: DNS_LABEL,
  CronJob: /^(?=.{1,52}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  StatefulSet: /^(?=.{1,52}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
};

/** Longest image reference that a container runtime is asked for, and longest path of its name: 255 each. */
const IMAGE =
  /^[a-z0-9.-]+(:\d+)?(?=\/.{1,255}:)(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)+:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[0-9a-f]{64})?$/;

/** Every text in an object that Kubernetes limits and refuses. */
function refusedByKubernetes({ inputs, name, type }: Recorded): readonly string[] {
  if (!type.startsWith("kubernetes:") || type.startsWith("kubernetes:helm")) {
    return [];
  }
  const { kind, metadata } = inputs as { kind: string; metadata: { name: string } };
  const wrong: string[] = (NAMES[kind] ?? SUBDOMAIN).test(metadata.name) ? [] : [`${kind} ${metadata.name}`];
  walk(inputs, (key, value) => {
    if (["labels", "matchLabels"].includes(key) || (key === "selector" && kind === "Service")) {
      const bad = Object.entries(value as object).filter(([, text]) => !LABEL_VALUE.test(String(text)));
      wrong.push(...bad.map(([label, text]) => `${name}: label ${label}=${String(text)}`));
    }
    const hosts = key === "host" ? [value] : key === "hostnames" ? (value as unknown[]) : [];
    wrong.push(
      ...hosts.filter((host) => typeof host === "string" && !HOST.test(host)).map((host) => `host ${String(host)}`),
    );
    if (key === "image" && !IMAGE.test(String(value))) {
      wrong.push(`image ${String(value)}`);
    }
  });
  return wrong;
}

function walk(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      visit(key, inner);
      walk(inner, visit);
    }
  }
}

/** What the stand-in refuses of names and tags; what else it is given here was never made, so it can't be right. */
function refusedByAws({ inputs, type }: Recorded, account: TestAccount): readonly string[] {
  const given = inputs as Parameters<TestAccount["reasons"]>[1];
  return type.startsWith("aws:")
    ? account
        .reasons(type, given)
        .filter(
          (reason) => !/"[^"]*(-id|arn-of-[^"]*|address-of-[^"]*|security-group-of-[^"]*)"|is required/.test(reason),
        )
    : [];
}

async function refusedOf(run: () => void): Promise<readonly string[]> {
  const account = new TestAccount();
  const { resources } = await record(run);
  const refused = resources.flatMap((one) => [...refusedByKubernetes(one), ...refusedByAws(one, account)]);
  account.remove();
  return refused;
}

/** A domain of this many characters, its parts as long as may be. */
function domainOf(length: number): string {
  const parts: string[] = [];
  for (let left = length; left > 0; left -= (parts[0]?.length ?? 0) + 1) {
    // No part may be empty, so none but a dot is never left.
    parts.unshift("d".repeat(Math.min(left === 64 ? 62 : 63, left)));
  }
  return parts.join(".");
}

const LONGEST_TAG = `v9.2.3-rc${".0".repeat(27)}`;

function withTag(thoughts: Readonly<Record<string, unknown>>, tag: string) {
  return { ...thoughts, release: { services: Object.fromEntries(SERVICES.map((name) => [name, { tag }])) } };
}

const problems = (environment: Environment) => checkEnvironment(environment).map(({ path }) => path);

describe("what settings let through at its limits", () => {
  it("makes objects of the local environment that Kubernetes takes", async () => {
    const config = committedConfig("local");
    expect(LONGEST_TAG.length).toBe(63);
    const thoughts = {
      ...withTag(config.thoughts, LONGEST_TAG),
      domain: domainOf(189),
      registry: `${domainOf(189)}:5000`,
    };
    expect(await refusedOf(() => runProgram(environmentOf({ ...config, thoughts }), TODAY))).toEqual([]);
  });

  it.each(["staging", "production"] as const)("makes things of %s that AWS and Kubernetes take", async (stack) => {
    const config = committedConfig(stack);
    const thoughts = {
      ...withTag(config.thoughts, LONGEST_TAG),
      domain: domainOf(64),
      costCentre: "a=b:c@d ".repeat(31) + "e",
    };
    expect(await refusedOf(() => runProgram(environmentOf({ ...config, thoughts }), TODAY))).toEqual([]);
  });

  it("makes things that AWS takes of the longest name that an environment may have, and refuses one letter more", async () => {
    const named = (length: number): Environment => {
      const { observability, ...production } = environmentOf(committedConfig("production"));
      const name = "e".repeat(length);
      // Its secrets have the environment's name in theirs.
      const own = JSON.stringify(observability).replaceAll("thoughts/production/", `thoughts/${name}/`);
      return { ...production, name, observability: JSON.parse(own) as Observability };
    };
    const longest = Array.from({ length: 64 }, (_, index) => 64 - index).find(
      (length) => problems(named(length)).length === 0,
    );
    expect(longest).toBe(29);
    expect(await refusedOf(() => runProgram(named(29), TODAY))).toEqual([]);
    expect(problems(named(30))).toEqual(["name"]);
    await expect(refusedOf(() => runProgram(named(30), TODAY))).rejects.toThrow("bucket access-logs");
  });

  it("makes an account that AWS takes", async () => {
    const config = committedConfig("bootstrap-production");
    const thoughts = { ...config.thoughts, domain: domainOf(189), costCentre: "c".repeat(256) };
    expect(await refusedOf(() => createBootstrap(bootstrapOf({ ...config, thoughts })))).toEqual([]);
  });

  it("makes a demo of the longest name that one may have", async () => {
    const name = `demo-${"x".repeat(35)}`;
    expect([isDemo(name), isDemo(`${name}x`)]).toEqual([true, false]);
    const { release } = committedConfig("local").thoughts;
    const parsed = parseSettings(localSettings, committedConfig("local").thoughts);
    if ("problems" in parsed) {
      throw new Error(JSON.stringify(release));
    }
    const environment = demo(
      name,
      {
        source: "local",
        demo: {
          owner: "o".repeat(50),
          scope: "s".repeat(200),
          created: "2026-11-25T08:00:00Z",
          changed: "2026-11-25T08:00:00Z",
          ttlHours: MOST_HOURS,
        },
        sizes: {},
        release: parsed.settings.release,
      },
      {
        namespace: "example",
        domain: domainOf(189 - name.length - 1),
        connection: { context: "thoughts" },
        repositoryUrls: Object.fromEntries(
          REPOSITORIES.map((repository) => [repository, `registry.example/${repository}`]),
        ),
        ingress: { kind: "skipper", backendsReachable: true },
      },
    );
    expect(problems(environment)).toEqual([]);
    expect(await refusedOf(() => runProgram(environment, TODAY))).toEqual([]);
  });
});

describe("settings", () => {
  const { thoughts } = committedConfig("local");
  const text = fc
    .array(fc.constantFrom("a", "b", "X", "0", "9", ".", "_", "-"), { minLength: 1, maxLength: 80 })
    .map((letters) => letters.join(""));
  const accepts = (tag: string) => "settings" in parseSettings(localSettings, withTag(thoughts, tag));

  it("take a tag if, and only if, it can be a label, so that no up fails of it", () => {
    fc.assert(
      fc.property(text, (tag) => {
        expect(accepts(tag)).toBe(LABEL_VALUE.test(tag));
      }),
      { numRuns: 500 },
    );
  });

  it.each([`v1-${"a".repeat(70)}`, "v1.2.3-rc.", "_v1", "v1-", "latest", ""])("refuse the tag %j", (tag) => {
    expect(accepts(tag)).toBe(false);
  });

  it.each([
    [localSettings, "local", { domain: domainOf(190) }],
    [localSettings, "local", { registry: ".." }],
    [localSettings, "local", { registry: "a.example/-" }],
    [awsSettings, "production", { domain: domainOf(190) }],
    [awsSettings, "production", { costCentre: "a,b" }],
    [awsSettings, "production", { costCentre: " a" }],
    [bootstrapSettings, "bootstrap-production", { costCentre: "c".repeat(257) }],
    [bootstrapSettings, "bootstrap-production", { costCentre: "größe" }],
  ])("refuse what somebody refuses later: %#", (schema, stack, change) => {
    const parsed = parseSettings<unknown>(schema, { ...committedConfig(stack).thoughts, ...change });
    expect("problems" in parsed && parsed.problems.map(({ path }) => path)).toEqual([
      `thoughts:${Object.keys(change)[0] ?? ""}`,
    ]);
  });

  it.each([[domainOf(65)], ["localhost"], ["a.b"]])(
    "refuse the domain %s, for which ACM makes no certificate",
    (domain) => {
      const environment = { ...environmentOf(committedConfig("production")), domain };
      expect(problems(environment)).toEqual(["domain"]);
    },
  );
});
