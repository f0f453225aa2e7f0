import { describe, expect, it } from "vitest";
import type { Resource } from "../bootstrap/resource";
import { driftOf } from "./drift";
import { driftLines, driftMarkdown, type DriftReport } from "./report";
import { unread } from "./unread";

const MARK = "4dabf18193072939515e22adb298388d";

function resource(type: string, name: string, inputs: Readonly<Record<string, unknown>>): Resource {
  const urn = `urn:pulumi:staging::thoughts::thoughts:workload:Service$${type}::${name}`;
  return { urn, type, id: `example/${name}`, inputs };
}
const deployment = (spec: object) => resource("kubernetes:apps/v1:Deployment", "frontend-deployment", { spec });
const withEnv = (...env: readonly { readonly name: string; readonly value: string }[]) =>
  deployment({ template: { spec: { containers: [{ name: "frontend", env }] } } });
const report = (drift: DriftReport["drift"]): DriftReport => ({ stack: "staging", drift, lookedUp: 80, unread: [] });

describe("what somebody has changed past the program", () => {
  it("is named by resource and field, with what was declared and what is there", () => {
    const drift = driftOf([deployment({ replicas: 3, paused: true })], [deployment({ replicas: 5, paused: true })]);
    expect(drift).toEqual([
      {
        type: "kubernetes:apps/v1:Deployment",
        name: "frontend-deployment",
        what: "changed",
        fields: [{ path: "spec.replicas", declared: 3, found: 5 }],
      },
    ]);
    expect(driftLines(report(drift))).toEqual([
      "staging: 1 resource is otherwise than declared, of 80",
      "  Deployment frontend-deployment",
      "    spec.replicas: 3 → 5",
    ]);
  });

  it("is told of what is gone, or was made anew by somebody else", () => {
    const one = deployment({});
    expect(driftOf([one], []).map(({ what }) => what)).toEqual(["gone"]);
    expect(driftOf([one], [{ ...one, id: "other/frontend" }]).map(({ what }) => what)).toEqual(["gone"]);
  });

  it("is nothing where only a plugin's own fields differ, or a secret is encrypted anew", () => {
    const before = resource("aws:rds/instance:Instance", "database", {
      __defaults: [],
      password: { [MARK]: "1", ciphertext: "a" },
    });
    const after = resource("aws:rds/instance:Instance", "database", { password: { [MARK]: "1", ciphertext: "b" } });
    expect(driftOf([before], [after])).toEqual([]);
  });

  it("is said to differ where it is called like a secret, and neither value is shown", () => {
    const [before, after] = [
      withEnv({ name: "API_KEY", value: "hunter1" }),
      withEnv({ name: "API_KEY", value: "hunter2" }),
    ];
    const drift = driftOf([before], [after]);
    expect(drift[0]?.fields).toEqual([
      { path: "spec.template.spec.containers[0].env[0].value", declared: "[secret]", found: "[secret]" },
    ]);
    const more = driftOf([withEnv()], [withEnv({ name: "DB_PASSWORD", value: "hunter2" })]);
    expect(more).toHaveLength(1);
    expect(JSON.stringify([drift, more])).not.toContain("hunter");
    expect(JSON.stringify([drift, more])).not.toMatch(/[0-9a-f]{64}/);
  });

  it("is nothing in a field that the program leaves to others, though a refresh puts it into the state", () => {
    const owned = (replicas: number, paused: boolean) => ({
      ...deployment({ replicas, replicasOfOthers: replicas, paused }),
      ignoreChanges: ["spec.replicas"],
    });
    const [drift] = driftOf([owned(2, false)], [owned(5, true)]);
    expect(drift?.fields?.map(({ path }) => path)).toEqual(["spec.paused", "spec.replicasOfOthers"]);
    const group = (desiredSize: number) => ({
      ...resource("aws:eks/nodeGroup:NodeGroup", "general", { scalingConfig: { minSize: 2, desiredSize, maxSize: 6 } }),
      ignoreChanges: ["scalingConfig.desiredSize"],
    });
    expect(driftOf([group(2)], [group(5)])).toEqual([]);
  });

  it("is no Job that Kubernetes removes some time after it has ended", () => {
    const job = (spec: object) => resource("kubernetes:batch/v1:Job", "users-migration", { spec });
    expect(driftOf([job({ ttlSecondsAfterFinished: 604_800 })], [])).toEqual([]);
    expect(driftOf([job({})], []).map(({ what }) => what)).toEqual(["gone"]);
  });

  it("shows no secret that looks like one, or has a number behind its name", () => {
    const config = (text: string) =>
      resource("kubernetes:core/v1:ConfigMap", "settings", { data: { "app.conf": text } });
    const drift = [
      ...driftOf(
        [withEnv({ name: "URL", value: "postgres://app:hunter1@db/x" }, { name: "TOKEN_2", value: "hunter1" })],
        [withEnv({ name: "URL", value: "postgres://app:hunter2@db/x" }, { name: "TOKEN_2", value: "hunter2" })],
      ),
      ...driftOf([config("a: 1\npassword: hunter1\n")], [config("a: 1\npassword: hunter2\n")]),
      ...driftOf([withEnv()], [withEnv({ name: "DB_PASSWD", value: "hunter2" })]),
    ];
    expect(drift.flatMap(({ fields = [] }) => fields.map(({ path }) => path))).toHaveLength(4);
    expect(JSON.stringify(drift)).not.toContain("hunter");
  });

  it("fits into an issue, however much it is, and nothing in it is Markdown of somebody else", () => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({
      type: "kubernetes:core/v1:ConfigMap",
      name: `config-${index}`,
      what: "changed" as const,
      fields: Array.from({ length: 50 }, (_, field) => ({
        path: `data.k${field}`,
        declared: "x".repeat(500),
        found: "@all",
      })),
    }));
    const text = driftMarkdown(report(many));
    // Two environments are in one issue.
    expect(text.length).toBeLessThan(32_000);
    expect(text).toContain("**staging: 3000 resources are otherwise than declared, of 80**");
    expect(text).toContain("And ");
    expect(text).not.toMatch(/[^`]@all/);
  });
});

describe("what is not looked up", () => {
  const of = (...types: readonly string[]) => types.map((type) => resource(type, "x", {}));
  const types = (resources: readonly Resource[]) => resources.map(({ type }) => type);
  const ALL = of(
    ...["kubernetes:core/v1:Secret", "kubernetes:apps/v1:Deployment", "aws:s3/bucket:Bucket"],
    ...["kubernetes:rbac.authorization.k8s.io/v1:Role", "kubernetes:helm.sh/v3:Release"],
  );

  it("is every Secret, and in a cluster of EKS all that the role preview may not view", () => {
    expect(types(unread(ALL, "here"))).toEqual(["kubernetes:core/v1:Secret"]);
    expect(types(unread(ALL, "eks"))).toEqual([
      "kubernetes:core/v1:Secret",
      "kubernetes:rbac.authorization.k8s.io/v1:Role",
      "kubernetes:helm.sh/v3:Release",
    ]);
  });
});
