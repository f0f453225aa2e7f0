import { describe, expect, it } from "vitest";
import type { Phase } from "../components/rollout/rollout";
import type { Strategy } from "../components/rollout/strategy";
import { BY_PULUMI } from "./delivery/choice";
import { checkEnvironment, type Environment } from "./environment";
import { flagsOf } from "./flags";
import type { AwsPlatform, Platform } from "./platform";

const scaling = { kind: "fixed", replicas: 1 } as const;
const service = { image: { tag: "v9.0" }, scaling };
const onCall = { kind: "webhook", url: "https://on-call.example" } as const;
const good: Environment = {
  name: "test",
  namespace: "example",
  platform: {
    kind: "cluster",
    context: "test",
    registry: "registry.example",
    ingress: { kind: "skipper", backendsReachable: true },
    database: { kind: "statefulSet", storage: "1Gi" },
  },
  pullPolicy: "IfNotPresent",
  progressDeadlineSeconds: 300,
  domain: "example.local",
  logs: { to: "cluster" },
  unprotected: [],
  delivery: BY_PULUMI,
  services: { "users-backend": service, "thoughts-backend": service, frontend: service },
  migrations: { "users-backend": { attempt: 1, backups: {} }, "thoughts-backend": { attempt: 1, backups: {} } },
  flags: flagsOf("elsewhere", {}),
  tokenKeys: { kept: [1], signer: 1, accepted: { "thoughts-backend": [1], frontend: [1] }, position: 1 },
  observability: {
    metrics: { storage: "1Gi", retention: "1d" },
    dashboards: { kind: "grafana" },
    kubeletCertificates: "selfSigned",
    receivers: { critical: onCall, warning: onCall, watchdog: { kind: "none" } },
    errorTracker: { kind: "none" },
    runbooks: "https://example.com/runbooks",
  },
};
const hpa = { kind: "hpa", minReplicas: 1, maxReplicas: 3, targets: [{ kind: "cpu", utilization: 50 }] } as const;

const aws: AwsPlatform = {
  kind: "aws",
  account: "1",
  region: "us-west-2",
  costCentre: "platform",
  budget: { limitUsd: 900, subscribers: ["platform@example.com"] },
  cluster: {
    clusterName: "thoughts",
    network: { cidr: "10.0.0.0/16", zones: ["a", "b"], natGateways: "single" },
    publicAccessCidrs: [],
    access: { deployer: "arn:aws:iam::123456789012:role/deploy", others: {} },
    compute: {
      kind: "managedNodeGroups",
      groups: { general: { instanceTypes: ["m5.large"], min: 2, desired: 2, max: 2 } },
    },
    crdsApplied: [],
    logRetentionDays: 30,
  },
  imageReaders: [],
  isShared: false,
  ingress: { kind: "alb" },
  database: {
    kind: "rds",
    passwordGeneration: 1,
    instanceClass: "db.t4g.micro",
    storageGib: 20,
    maxStorageGib: 50,
    multiAz: false,
    backupRetentionDays: 7,
  },
};
const withSidecars: Platform = { ...good.platform, database: { kind: "sidecar" } };

/** The problems of the good environment with something otherwise. */
function problemsOf(change: Partial<Environment>): readonly string[] {
  return checkEnvironment({ ...good, ...change }).map(({ path, message }) => `${path}: ${message}`);
}

describe("an environment", () => {
  it("that is good passes", () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each(["Example", "", "a.b", "-a", "a-", "a".repeat(64)])("has no namespace %j", (namespace) => {
    expect(problemsOf({ namespace })).toEqual([
      expect.stringMatching(/^namespace: "[^"]*".* is no namespace; use lower-case letters, digits and "-", /),
    ]);
  });

  it.each(["Example.com", "", "a..b", ".com", "a_b.com", `${"a".repeat(64)}.com`])("has no domain %j", (domain) => {
    expect(problemsOf({ domain })).toEqual([
      `domain: "${domain}" is no domain; use a lower-case DNS name such as "example.com", at most 189 characters.`,
    ]);
  });

  it("runs no image from ECR that its rules would delete", () => {
    const build = { ...service, image: { tag: "main-4f2a" } };
    expect(problemsOf({ platform: aws, services: { ...good.services, frontend: build } })).toContain(
      'services.frontend.image.tag: "main-4f2a" is no release\'s tag, and the registry deletes others after 30 days; tag it ' +
        'such as "v1.5".',
    );
    expect(problemsOf({ services: { ...good.services, frontend: build } })).toEqual([]);
  });

  it("runs no version without its v", () => {
    const mistyped = { ...service, image: { tag: "3.7" } };
    expect(problemsOf({ services: { ...good.services, frontend: mistyped } })).toEqual([
      'services.frontend.image.tag: "3.7" is no version; write "v3.7".',
    ]);
  });

  it("has no bad image and no bad scaling in any service, and every one is named", () => {
    const bad = { image: { tag: "latest" }, scaling: { kind: "fixed", replicas: -1 } as const };
    const services = { "users-backend": bad, "thoughts-backend": bad, frontend: bad };
    expect(checkEnvironment({ ...good, services }).map(({ path }) => path)).toEqual([
      "services.users-backend.image.tag",
      "services.users-backend.scaling.replicas",
      "services.thoughts-backend.image.tag",
      "services.thoughts-backend.scaling.replicas",
      "services.frontend.image.tag",
      "services.frontend.scaling.replicas",
      "services.users-backend.image.tag",
      "services.users-backend.image.tag",
      "services.thoughts-backend.image.tag",
    ]);
  });

  it.each([{ kind: "fixed", replicas: 2 } as const, hpa])(
    "has no sidecar database in a backend that scales by %j, and the frontend may",
    (more) => {
      const scaled = { ...service, scaling: more };
      expect(problemsOf({ platform: withSidecars, services: { ...good.services, frontend: scaled } })).toEqual([]);
      expect(
        problemsOf({ platform: withSidecars, services: { ...good.services, "thoughts-backend": scaled } }),
      ).toEqual([
        expect.stringMatching(
          /^services\.thoughts-backend\.scaling: up to \d pods, each with its own sidecar database/,
        ),
      ]);
    },
  );

  describe("with a thoughts-backend that is changing from v1.5, which is too old for the frontend, to v1.6", () => {
    const changing = (strategy: Strategy, phase: Phase) =>
      problemsOf({
        services: {
          ...good.services,
          "thoughts-backend": {
            image: { tag: "v1.5" },
            scaling,
            strategy,
            release: { rollout: { phase, next: { tag: "v1.6" } } },
          },
        },
      });

    it.each([
      [{ kind: "canary", steps: [50] }, "50%"],
      [{ kind: "blueGreen" }, "switched"],
    ] as const)("is refused while %o has both answer", (strategy, phase) => {
      expect(changing(strategy, phase)).toEqual([
        "services.thoughts-backend.release: Version v1.5 is incorrect (min v1.6): it still answers beside v1.6, and frontend " +
          "v9.0 needs thoughts-backend v1.6 or later. Finish the change of thoughts-backend first, or leave frontend at a " +
          "version that does without.",
      ]);
    });

    it.each(["rolling", "recreate"] as const)("passes where %s replaces the old pods before others change", (kind) => {
      expect(changing({ kind }, "replaced")).toEqual([]);
    });
  });

  it("has no change of version that its strategy can't make, and says so before anything exists", () => {
    const rollout = { phase: "switched", next: { tag: "v2" } } as const;
    expect(problemsOf({ services: { ...good.services, frontend: { ...service, release: { rollout } } } })).toEqual([
      `services.frontend.release.rollout.phase: "switched" is no step of rolling; it has replaced.`,
    ]);
    const frontend = { ...service, strategy: { kind: "blueGreen" } as const, release: { rollout } };
    expect(problemsOf({ services: { ...good.services, frontend } })).toEqual([]);
    expect(problemsOf({ services: { ...good.services, frontend }, platform: aws })).toEqual([]);
    const set = { members: ["frontend", "users-backend"] as const, from: service.image };
    expect(problemsOf({ services: { ...good.services, frontend: { ...frontend, set } } })).toEqual([
      expect.stringMatching(/^services\.frontend\.release\.rollout\.set: users-backend does not change in this set/),
    ]);
  });

  it.each([{ kind: "blueGreen" } as const, { kind: "canary", steps: [10] } as const])(
    "has no sidecar database in a backend whose new version comes by %j",
    (strategy) => {
      const services = { ...good.services, "users-backend": { ...service, strategy } };
      expect(problemsOf({ platform: withSidecars, services })).toEqual([
        expect.stringMatching(/^services\.users-backend\.strategy: \w+ would have a pod with another database/),
      ]);
    },
  );

  it("has a cluster of its own that AWS takes", () => {
    expect(problemsOf({ platform: aws })).toEqual([]);
    expect(problemsOf({ platform: { ...aws, cluster: { ...aws.cluster, clusterName: "no name" } } })).toEqual([
      `platform.cluster.clusterName: "no name" is no name of an EKS cluster; use letters, digits, "-" and "_", a letter or digit first, at most 100 characters.`,
    ]);
  });

  it("has what AWS gives only on AWS: anything else does not compile", () => {
    // @ts-expect-error: a server in RDS stands in the network of a cluster that is made.
    const rds: Platform = { kind: "cluster", context: "test", registry: "registry.example", database: aws.database };
    // @ts-expect-error: images are in the registry that is made in the account.
    const registry: Platform = { ...aws, registry: "registry.example" };
    // @ts-expect-error: a cluster is made or is there.
    const context: Platform = { ...aws, context: "test" };
    // @ts-expect-error: no controller is made that would serve this class.
    const nginx: Platform = { ...aws, ingress: { kind: "class", className: "nginx", backendsReachable: false } };
    expect([rds, registry, context, nginx]).toHaveLength(4);
  });

  it("has an ingress that Kubernetes can name", () => {
    const ingress = { kind: "gateway", namespace: "Edge", name: "public" } as const;
    expect(problemsOf({ platform: { ...good.platform, ingress } as Platform })).toEqual([
      `platform.ingress.namespace: "Edge" is no name in Kubernetes; use lower-case letters, digits and "-", a letter or digit at both ends, at most 63 characters.`,
    ]);
  });

  it("lets other accounts pull its images, each named once, and its own without being named", () => {
    expect(problemsOf({ platform: { ...aws, imageReaders: ["2", "1", "2"] } })).toEqual([
      `platform.imageReaders.1: "1" is the environment's own account, which needs no mention; name others, or take it out.`,
      `platform.imageReaders.2: "2" is named twice; name each account once.`,
    ]);
    expect(problemsOf({ platform: { ...aws, imageReaders: ["2"] } })).toEqual([]);
  });

  it("has a database that keeps a week of backups, a budget that somebody hears of, and somebody who pays", () => {
    const budget = { limitUsd: 0, subscribers: [] };
    const database = { ...aws.database, backupRetentionDays: 6 } as AwsPlatform["database"];
    const platform = { ...aws, costCentre: "<nobody>", budget, database };
    expect(checkEnvironment({ ...good, platform }).map(({ path }) => path)).toEqual([
      "platform.costCentre",
      "platform.budget.subscribers",
      "platform.budget.limitUsd",
      "platform.database.backupRetentionDays",
    ]);
  });

  it("shows every problem at once", () => {
    expect(problemsOf({ namespace: "", domain: "", platform: { ...aws, imageReaders: ["1"] } })).toHaveLength(3);
  });
});
