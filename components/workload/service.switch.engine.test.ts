// Whom a Service sends requests to when one run brings in all steps of a release: the real engine and API server. On
// simulated nodes no container runs, but a pod that asks for more than a node has gets no node, and is never ready.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Provider } from "@pulumi/kubernetes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testCluster, type TestCluster } from "../../sandbox/control-plane/test-cluster";
import { testStack } from "../../sandbox/control-plane/test-stack";
import { Service } from "./service";
import type { ServiceArgs } from "./service-args";

const NAME = "link-manager";
const image = { repository: "registry.example/link-manager", tag: "v1", pullPolicy: "IfNotPresent" } as const;
const container = {
  name: NAME,
  image,
  port: 8080,
  resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } },
  probes: { readiness: { check: { kind: "tcp", port: 8080 } } },
} as const;
const plain: ServiceArgs = {
  namespace: "default",
  partOf: "delinkcious",
  owner: "team",
  container,
  user: 1000,
  scaling: { kind: "fixed", replicas: 2 },
  network: { callers: [], dependencies: [] },
  address: { name: "link-manager-service", portName: "http" },
  strategy: { kind: "blueGreen" },
  progressDeadlineSeconds: 5,
};
const ofGreen = { ...container, image: { ...image, tag: "v2" } };
const tooBig = { requests: { cpu: "1000000m", memory: "16Mi" }, limits: { memory: "32Mi" } } as const;

describe("a blue-green release whose steps come in one run", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-switch-"));
  let own: TestCluster;

  beforeAll(async () => {
    own = await testCluster();
    await up({});
  });
  afterAll(async () => {
    await own.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function up(change: Partial<ServiceArgs>): Promise<void> {
    const { pulumi, "pulumi-kubernetes": tool } = own.tools;
    const plugins = { kubernetes: { kind: "tool", tool } } as const;
    const stack = await testStack({ project: "switch", stack: "switch", folder, pulumi, plugins }, () => {
      const kubernetes = new Provider("cluster", { kubeconfig: own.kubeconfig, context: own.context });
      new Service(NAME, { ...plain, ...change }, { providers: { kubernetes } });
      return Promise.resolve();
    });
    await stack.up();
  }

  const get = (...args: readonly string[]) => own.cluster.kubectl(["-n", "default", "get", ...args]);
  const selected = async () =>
    JSON.parse(await get("service", "link-manager-service", "-o", "jsonpath={.spec.selector}")) as unknown;

  it("leaves requests with the old pods when the new ones do not get ready", async () => {
    const change = { release: { slot: "green" }, container: { ...ofGreen, resources: tooBig } } as const;
    await expect(up(change)).rejects.toThrow(/green-link-manager/);
    expect(await selected()).toEqual({ app: NAME, slot: "blue" });
    expect(await get("deployment", NAME, "-o", "jsonpath={.status.readyReplicas}")).toBe("2");
  });

  it("sends them to the new pods when these are ready, and lets the old ones go", async () => {
    await up({ release: { slot: "green" }, container: ofGreen });
    expect(await selected()).toEqual({ app: NAME, slot: "green" });
    expect(await get("deployments", "-o", "jsonpath={.items[*].metadata.name}")).toBe("green-link-manager");
  });
});
