import * as k8s from "@pulumi/kubernetes";
import { describe, expect, it } from "vitest";
import { ProblemsError } from "../base/refusal";
import { record } from "../testing/recording";
import { RestoreDrill, type RestoreDrillArgs } from "./restore-drill";

const plain: RestoreDrillArgs = {
  namespace: "example",
  partOf: "thoughts",
  owner: "thoughts",
  schedule: "0 11 * * SUN",
  user: 1000,
  dependencies: [{ to: { kind: "anywhere" }, port: 5432 }],
  container: {
    name: "drill-restore",
    image: { repository: "registry.example.com/database_tools", tag: "0.2.0", pullPolicy: "Always" },
    args: ["drill-restore"],
    resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "128Mi" } },
  },
};

async function recorded(change: Partial<RestoreDrillArgs> = {}) {
  const { resources } = await record(() => {
    const provider = new k8s.Provider("kubernetes", { kubeconfig: "{}" });
    new RestoreDrill("drill", { ...plain, ...change }, { provider });
  });
  return (role: string) => resources.find(({ name }) => name === `drill-${role}`)?.inputs as { spec: unknown };
}

describe("the drill of a restore", () => {
  it("is done again and again, and never twice at once: there is one copy", async () => {
    expect((await recorded())("cron-job").spec).toMatchObject({
      schedule: "0 11 * * SUN",
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
    });
  });

  it("ends, by itself or by force, and is tried twice", async () => {
    expect((await recorded())("cron-job").spec).toMatchObject({
      jobTemplate: {
        spec: { backoffLimit: 1, activeDeadlineSeconds: 10_800, template: { spec: { restartPolicy: "Never" } } },
      },
    });
  });

  it("has an account of its own, by which it has its role, and no token of the cluster's", async () => {
    expect((await recorded())("cron-job").spec).toMatchObject({
      jobTemplate: {
        spec: { template: { spec: { serviceAccountName: "drill", automountServiceAccountToken: false } } },
      },
    });
  });

  it("reaches the databases and AWS, and is reached by nobody", async () => {
    expect((await recorded())("network-policy").spec).toMatchObject({
      podSelector: { matchLabels: { app: "drill" } },
      policyTypes: ["Ingress", "Egress"],
      egress: expect.arrayContaining([
        expect.objectContaining({ ports: [{ port: 5432, protocol: "TCP" }] }),
        expect.objectContaining({ ports: [{ port: 443, protocol: "TCP" }] }),
      ]) as unknown,
    });
    expect((await recorded())("network-policy").spec).toHaveProperty("ingress", []);
  });

  it("is refused as root, before anything is made", async () => {
    await expect(recorded({ user: 0 })).rejects.toThrow(ProblemsError);
  });
});
