import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProblemsError } from "../components/base/refusal";
import { BACKENDS } from "../infra/system";
import type { Config } from "./config";
import { environmentOf } from "./environments";
import { STACKS } from "./names";
import { awsSettings, localSettings, parseSettings } from "./settings";
import { committedConfig, TODAY } from "./testing/settings";

const local = committedConfig("local").thoughts;
const aws = committedConfig("production").thoughts;
const DIGEST = `sha256:${"0".repeat(64)}`;

function problemsOf(schema: typeof localSettings | typeof awsSettings, given: unknown): readonly string[] {
  const parsed = parseSettings<unknown>(schema, given);
  return "problems" in parsed ? parsed.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}

/** The local settings with one image version for the frontend. */
function withFrontend(frontend: unknown): unknown {
  const { services } = local.release as { services: object };
  return { ...local, release: { services: { ...services, frontend } } };
}

/** What a run says when it refuses its settings. */
function refusalOf(config: Config): string {
  try {
    environmentOf(config);
    return "";
  } catch (error) {
    if (error instanceof ProblemsError) {
      return error.message;
    }
    throw error;
  }
}

describe("settings", () => {
  it("17: have the region us-west-2 unless they name another", () => {
    const { region, ...others } = aws;
    expect(region).toBe("us-west-2");
    expect(parseSettings(awsSettings, others)).toHaveProperty("settings.region", "us-west-2");
    expect(parseSettings(awsSettings, { ...others, region: "eu-central-1" })).toHaveProperty(
      "settings.region",
      "eu-central-1",
    );
  });

  it("let nobody reach the cluster over the internet unless they name a range", () => {
    expect(aws).not.toHaveProperty("publicAccessCidrs");
    expect(parseSettings(awsSettings, aws)).toHaveProperty("settings.publicAccessCidrs", []);
    expect(problemsOf(awsSettings, { ...aws, publicAccessCidrs: "54.240.193.128/26" })).toEqual([
      `thoughts:publicAccessCidrs: "54.240.193.128/26" is not allowed; write a list of ranges that may reach the ` +
        "cluster's API server over the internet, each an address with a prefix such as /32, or nothing for none.",
    ]);
  });

  it("refuse each range that EKS refuses, and one that is no example to follow", () => {
    const publicAccessCidrs = ["203.0.113.0/24", "0.0.0.0/1", "54.240.193.128/26", "54.240.193.130/32"];
    const config = committedConfig("production");
    const refusal = refusalOf({ ...config, thoughts: { ...aws, publicAccessCidrs } });
    expect(refusal).toMatch(/^3 problems in stack production/);
    expect(refusal).toMatch(/publicAccessCidrs: "203\.0\.113\.0\/24" has addresses that are not public/);
    expect(refusal).not.toMatch(/such as "?203/);
  });

  it("let no other account pull images unless they name it by its 12 digits, in quotes", () => {
    expect(parseSettings(awsSettings, aws)).toHaveProperty("settings.imageReaders", []);
    expect(problemsOf(awsSettings, { ...aws, imageReaders: ["333333333333", "33333333333", 444444444444] })).toEqual([
      `thoughts:imageReaders.1: "33333333333" is not allowed; write the 12 digits of an AWS account, in quotes.`,
      "thoughts:imageReaders.2: 444444444444 is not allowed; write the 12 digits of an AWS account, in quotes.",
    ]);
    expect(problemsOf(awsSettings, { ...aws, imageReaders: "333333333333" })).toEqual([
      `thoughts:imageReaders: "333333333333" is not allowed; write a list of other accounts, such as ["222222222222"], ` +
        "that may pull images; or nothing for none.",
    ]);
  });

  it("that are missing are all named, with what to write", () => {
    expect(problemsOf(localSettings, {})).toEqual([
      "thoughts:context: it is missing; write the name of a context in your kubeconfig such as kind-kind.",
      "thoughts:domain: it is missing; write a lower-case DNS name such as example.local, at most 189 characters.",
      "thoughts:registry: it is missing; write a registry's host, with a prefix if it has one, such as registry.example.local.",
      `thoughts:release: it is missing; write an object with "services".`,
    ]);
    expect(problemsOf(awsSettings, {}).map((text) => text.split(":", 2).join(":"))).toEqual([
      "thoughts:account",
      "thoughts:domain",
      "thoughts:costCentre",
      "thoughts:budget",
      "thoughts:release",
    ]);
  });

  it("that are missing deep inside are named by their whole path", () => {
    expect(problemsOf(localSettings, withFrontend({}))).toEqual([
      expect.stringMatching(/^thoughts:release\.services\.frontend\.tag: it is missing; write an image tag in quotes/),
    ]);
    expect(problemsOf(awsSettings, { ...aws, budget: { limitUsd: 1 } })).toEqual([
      expect.stringMatching(/^thoughts:budget\.subscribers: it is missing; write a list of the mail addresses/),
    ]);
  });

  it("that are numbers instead of texts are refused with what was given", () => {
    expect(problemsOf(awsSettings, { ...aws, account: 222222222222 })).toEqual([
      "thoughts:account: 222222222222 is not allowed; write the 12 digits of an AWS account, in quotes.",
    ]);
    expect(problemsOf(localSettings, withFrontend({ tag: 1.5 }))).toEqual([
      `thoughts:release.services.frontend.tag: 1.5 is not allowed; write an image tag in quotes such as "v1.5", but not "latest", which moves: letters, digits, "_", "." and "-", a letter or digit at both ends, at most 63 characters.`,
    ]);
  });

  it("that nothing reads are refused at each level, with what is read there", () => {
    expect(problemsOf(awsSettings, { ...aws, budget: { ...(aws.budget as object), limit: 1 } })).toEqual([
      "thoughts:budget.limit: nothing reads this key; known here are limitUsd, subscribers. Correct it or take it out.",
    ]);
    expect(problemsOf(localSettings, { ...local, release: { ...(local.release as object), b: 1, a: 2 } })).toEqual([
      "thoughts:release.b: nothing reads this key; known here are services, migrations, flags, keys. Correct it or take it out.",
      "thoughts:release.a: nothing reads this key; known here are services, migrations, flags, keys. Correct it or take it out.",
    ]);
  });

  it.each([
    [{ ingress: { kind: "class", className: "nginx", name: "a" } }, "ingress.name", "kind, className"],
    [{ ingress: { kind: "skipper", className: "nginx" } }, "ingress.className", "kind"],
    [
      { release: { ...(local.release as object), migrations: { db: {} } } },
      "release.migrations.db",
      BACKENDS.join(", "),
    ],
  ])("that nothing reads are refused in what may be left out, or is a choice: %j", (change, path, known) => {
    expect(problemsOf(localSettings, { ...local, ...change })).toEqual([
      `thoughts:${path}: nothing reads this key; known here are ${known}. Correct it or take it out.`,
    ]);
  });

  it.each([
    [{ kind: "class", className: "a".repeat(300) }, "className", "the name of an IngressClass"],
    [{ kind: "class" }, "className", "the name of an IngressClass"],
    [{ kind: "gateway", namespace: "a.b", name: "public" }, "namespace", "the namespace of a Gateway"],
    [{ kind: "alb" }, "kind", 'an object with "kind"'],
  ])("refuse an ingress that can't be, once, and say what to write: %j", (ingress, field, advice) => {
    const [problem, ...others] = problemsOf(localSettings, { ...local, ingress });
    expect(others).toEqual([]);
    expect(problem).toMatch(new RegExp(`^thoughts:ingress\\.${field}: .*; write ${advice}`));
  });

  it.each([
    ["account", "22222222222", "write the 12 digits of an AWS account, in quotes"],
    ["region", "us-west", "write an AWS region such as us-west-2"],
    ["domain", "-a.com", "write a lower-case DNS name such as example.com"],
    ["domain", "https://a.com", "write a lower-case DNS name such as example.com"],
    ["domain", `${"a".repeat(64)}.com`, "write a lower-case DNS name such as example.com"],
    ["budget", "900", `write an object with "limitUsd" and "subscribers"`],
    ["release", [], `write an object with "services"`],
  ])("refuse %s %j", (key, value, advice) => {
    const [problem, ...others] = problemsOf(awsSettings, { ...aws, [key]: value });
    expect(others).toEqual([]);
    expect(problem?.slice(0, `thoughts:${key}: `.length + 1)).toMatch(/^thoughts:[a-zA-Z]+: ["[]$/);
    expect(problem).toContain(advice);
  });

  it("may allow one major version of PostgreSQL, and no minor one", () => {
    expect(parseSettings(awsSettings, { ...aws, postgresUpgrade: "16" })).toHaveProperty(
      "settings.postgresUpgrade",
      "16",
    );
    for (const postgresUpgrade of ["16.3", "on", true]) {
      expect(problemsOf(awsSettings, { ...aws, postgresUpgrade })).toEqual([
        expect.stringContaining("write the major version of PostgreSQL, in quotes"),
      ]);
    }
  });

  it("may have RDS make changes at once, and count passwords: texts, as the engine hands both over", () => {
    expect(parseSettings(awsSettings, aws)).toMatchObject({
      settings: { databaseChanges: "maintenanceWindow", databasePassword: "1" },
    });
    for (const bad of [{ databaseChanges: "true" }, { databasePassword: "0" }, { databasePassword: "two" }]) {
      expect(problemsOf(awsSettings, { ...aws, ...bad })).toEqual([expect.stringContaining("is not allowed; write w")]);
    }
  });

  it("let nothing that holds data be deleted or replaced unless they name it", () => {
    expect(parseSettings(awsSettings, aws)).toHaveProperty("settings.unprotected", []);
    expect(problemsOf(awsSettings, { ...aws, unprotected: ["everything"] })).toEqual([
      expect.stringMatching(
        /^thoughts:unprotected\.0: "everything" is not allowed; write a list of .*users-backend-db/,
      ),
    ]);
  });

  it.each([
    [{ tag: "v1", digest: "sha256:12" }, "digest"],
    [{ tag: "latest", digest: DIGEST }, "tag"],
    [{ tag: "a b" }, "tag"],
  ])("refuse the image version %j", (version, key) => {
    expect(problemsOf(localSettings, withFrontend(version))).toEqual([
      expect.stringContaining(`thoughts:release.services.frontend.${key}: `),
    ]);
    expect(problemsOf(localSettings, withFrontend({ tag: "v1", digest: DIGEST }))).toEqual([]);
  });

  it("of a service may hold a change of version that is under way, its slot, strategy and earlier revisions", () => {
    const frontend = {
      tag: "v3.7",
      revision: 4,
      cause: "faster search",
      slot: "green",
      strategy: { kind: "canary", steps: [10, 50] },
      rollout: { phase: "10%", next: { tag: "v3.8", coexists: true }, cause: "dark mode" },
      history: [{ revision: 3, tag: "v3.6" }],
    };
    expect(problemsOf(localSettings, withFrontend(frontend))).toEqual([]);
  });

  it.each([
    [
      { slot: "yellow" },
      "slot",
      `"yellow" is not allowed; write blue or green: the slot that is the service's own; or nothing.`,
    ],
    [
      { strategy: "canary" },
      "strategy",
      `"canary" is not allowed; write an object with "kind": recreate, rolling, blueGreen, or canary`,
    ],
    [
      { strategy: { kind: "mesh" } },
      "strategy.kind",
      `{"kind":"mesh"} is not allowed; write an object with "kind": recreate`,
    ],
    [
      { strategy: { kind: "canary" } },
      "strategy.steps",
      "it is missing; write rising shares in whole percent from 1 to 99",
    ],
    [{ strategy: { kind: "canary", steps: [] } }, "strategy.steps", "[] is not allowed; write rising shares"],
    [{ rollout: { phase: "10%" } }, "rollout.next", `it is missing; write an object with "tag"`],
    [
      { rollout: { phase: "100%", next: { tag: "v2" } } },
      "rollout.phase",
      `"100%" is not allowed; write "replaced", "preview"`,
    ],
    [{ history: [{ revision: 0, tag: "v1" }] }, "history.0.revision", "0 is not allowed; write a whole number from 1"],
    [{ cause: "two\nlines" }, "cause", `"two\\nlines" is not allowed; write why, in one line`],
  ])("of a service refuse %j", (more, path, message) => {
    const [problem, ...others] = problemsOf(localSettings, withFrontend({ tag: "v3.7", ...more }));
    expect(others).toEqual([]);
    expect(problem).toContain(`thoughts:release.services.frontend.${path}: ${message}`);
  });

  it("that are long are shown by their beginning", () => {
    const [problem = ""] = problemsOf(localSettings, { ...local, domain: "A".repeat(500) });
    expect(problem).toMatch(/^thoughts:domain: "A{56}\.\.\. is not allowed; /);
  });
});

describe("a refusal", () => {
  it("names the stack's file, counts the problems, and says that nothing was changed", () => {
    expect(refusalOf({ ...committedConfig("local"), thoughts: { ...local, domain: "" } })).toBe(
      `1 problem in the settings of stack local (Pulumi.local.yaml); nothing was changed.\n` +
        `  - thoughts:domain: "" is not allowed; write a lower-case DNS name such as example.local, at most 189 characters.`,
    );
  });

  it("of an encrypted setting names it once and does not call it missing", () => {
    const { domain, ...others } = local;
    const refusal = refusalOf({ ...committedConfig("local"), thoughts: others, encrypted: ["thoughts:domain"] });
    expect(refusal.split("\n").slice(1)).toEqual([expect.stringMatching(/^ {2}- thoughts:domain: it is encrypted/)]);
    expect(refusal).not.toContain(String(domain));
  });

  it.each(["", "prod", "constructor", "toString", "__proto__"])(
    "of the stack %j lists the stacks there are",
    (stack) => {
      expect(refusalOf({ ...committedConfig("local"), stack })).toContain(
        `stack: "${stack}" is not known; use one of local, staging, production`,
      );
    },
  );

  it("is all that any configuration can lead to, and never shows a stack trace", () => {
    const keys = [
      "context",
      "domain",
      "registry",
      "account",
      "region",
      "budget",
      "unprotected",
      "release",
      "__proto__",
      "x",
    ];
    const anything = fc.oneof(fc.jsonValue(), fc.constant({ services: { frontend: { tag: "v1" } } }));
    const thoughts = fc.dictionary(fc.constantFrom(...keys), anything);
    const stack = fc.oneof(fc.constantFrom(...STACKS), fc.string());
    fc.assert(
      fc.property(
        stack,
        thoughts,
        fc.array(fc.string()),
        fc.array(fc.string()),
        (name, given, otherKeys, encrypted) => {
          const refusal = refusalOf({
            stack: name,
            thoughts: given,
            otherKeys,
            encrypted,
            project: "organization/thoughts",
            folder: undefined,
            kubeconfig: undefined,
            today: TODAY,
          });
          expect(refusal).not.toMatch(/\n\s+at |node_modules|TypeError/);
          expect(refusal).toMatch(/^\d+ problems? in the settings of stack /);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("comes for one bad value anywhere in good settings, and names where it is", () => {
    const bad = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.jsonValue()), fc.constant(""));
    const paths = fc.constantFrom(...leavesOf(local));
    fc.assert(
      fc.property(paths, bad, (path, value) => {
        const refusal = refusalOf({ ...committedConfig("local"), thoughts: replaced(local, path, value) });
        expect(refusal).toContain(`  - thoughts:${path.join(".")}: ${JSON.stringify(value).slice(0, 50)}`);
      }),
    );
  });
});

/** The paths of all texts in a tree. */
function leavesOf(tree: unknown): readonly (readonly string[])[] {
  return tree !== null && typeof tree === "object"
    ? Object.entries(tree).flatMap(([key, inner]) => leavesOf(inner).map((path) => [key, ...path]))
    : [[]];
}

function replaced(tree: unknown, [key, ...path]: readonly string[], value: unknown): Config["thoughts"] {
  const fields = tree as Readonly<Record<string, unknown>>;
  return key === undefined ? (value as Config["thoughts"]) : { ...fields, [key]: replaced(fields[key], path, value) };
}
