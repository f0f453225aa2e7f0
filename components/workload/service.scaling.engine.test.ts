// What the API server and the plugin make of a service's number of pods, moment by moment. Simulated nodes measure nothing,
// so no autoscaler moves by itself: what one does is done in its name.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Provider } from "@pulumi/kubernetes";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testCluster, type TestCluster } from "../../sandbox/control-plane/test-cluster";
import { testStack } from "../../sandbox/control-plane/test-stack";
import type { Scaling } from "./scaling";
import { Service } from "./service";
import type { ServiceArgs } from "./service-args";

const NAME = "link-manager";
const image = { repository: "registry.example/link-manager", tag: "v1", pullPolicy: "IfNotPresent" } as const;
const plain: ServiceArgs = {
  namespace: "default",
  partOf: "delinkcious",
  owner: "team",
  container: {
    name: NAME,
    image,
    port: 8080,
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } },
    probes: { readiness: { check: { kind: "tcp", port: 8080 } } },
  },
  user: 1000,
  scaling: { kind: "fixed", replicas: 5 },
  network: { callers: [], dependencies: [] },
  address: { name: "link-manager-service", portName: "http" },
  exposure: { kind: "ingress", host: "link.example", ingressClassName: "skipper", weightedBy: "skipper" },
  strategy: { kind: "canary", steps: [10, 50] },
};
const fixed = (replicas: number): Scaling => ({ kind: "fixed", replicas });
const hpa = (minReplicas: number, maxReplicas: number): Scaling => ({
  kind: "hpa",
  minReplicas,
  maxReplicas,
  targets: [{ kind: "cpu", utilization: 50 }],
});

/** How long a watch may be behind. */
const LATE_MS = 500;

/** Lines of watches, as they come. */
class Watches {
  readonly #children: ChildProcess[] = [];
  readonly lines: string[] = [];

  /** @param path in JSONPath */
  add(program: string, args: readonly string[], kind: string, path: string): void {
    const shown = `jsonpath={.metadata.name} ${path}{"\\n"}`;
    const child = spawn(program, [...args, "get", kind, "-w", "-o", shown], { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.setEncoding("utf8").on("data", (text: string) => this.lines.push(...text.split("\n").filter(Boolean)));
    this.#children.push(child);
  }

  stop(): void {
    for (const child of this.#children) {
      child.kill();
    }
  }
}

/** What was seen of Deployments, and of the weights of requests. */
class Seen {
  constructor(private readonly lines: readonly string[]) {}

  /** The replicas that a Deployment was to have, one after another. */
  wanted(deployment: string): readonly number[] {
    const all = this.#of(deployment).map(([, wanted]) => Number(wanted));
    return all.filter((value, index) => value !== all[index - 1]);
  }

  /** The pods of a Deployment that were ready when requests were divided otherwise. */
  readyAtWeights(deployment: string): number {
    const weights = this.lines.findIndex((line) => line.startsWith(`${NAME}-ingress`));
    expect(weights).toBeGreaterThanOrEqual(0);
    const [, , ready] = new Seen(this.lines.slice(0, weights)).#of(deployment).at(-1) ?? [];
    return Number(ready);
  }

  #of(name: string): readonly (readonly string[])[] {
    return this.lines.map((line) => line.split(" ")).filter(([first]) => first === name);
  }
}

describe("a service's number of pods", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-scaling-"));
  const watches = new Watches();
  let own: TestCluster;

  beforeAll(async () => {
    own = await testCluster();
    const kubectl = join(own.tools.kubernetes.folder, "kubectl");
    const args = ["--kubeconfig", own.kubeconfig, "--cache-dir", join(folder, "kubectl"), "-n", "default"];
    watches.add(kubectl, args, "deployments", "{.spec.replicas} {.status.readyReplicas}");
    watches.add(kubectl, args, "ingresses", "{.metadata.annotations.zalando\\.org/backend-weights}");
  });
  afterAll(async () => {
    watches.stop();
    await own.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function stackWith(change: Partial<ServiceArgs>): Promise<Stack> {
    const { pulumi, "pulumi-kubernetes": tool } = own.tools;
    const plugins = { kubernetes: { kind: "tool", tool } } as const;
    return testStack({ project: "scaling", stack: "scaling", folder, pulumi, plugins }, () => {
      const kubernetes = new Provider("cluster", { kubeconfig: own.kubeconfig, context: own.context });
      new Service(NAME, { ...plain, ...change }, { providers: { kubernetes } });
      return Promise.resolve();
    });
  }

  /** Brings a change in. @returns what was seen meanwhile */
  async function seenDuring(change: Partial<ServiceArgs>): Promise<Seen> {
    await sleep(LATE_MS);
    watches.lines.length = 0;
    await (await stackWith(change)).up();
    await sleep(LATE_MS);
    return new Seen([...watches.lines]);
  }

  /** Scales as the controller of autoscalers does. */
  const autoscale = (replicas: number) =>
    own.cluster.kubectl([
      ...["-n", "default", "patch", "deployment", NAME, "--subresource=scale", "--type=merge"],
      ...["--field-manager=kube-controller-manager", "-p", JSON.stringify({ spec: { replicas } })],
    ]);
  const autoscalers = () => own.cluster.kubectl(["-n", "default", "get", "hpa", "-o", "name"]);

  it("is from the first moment the least that an autoscaler may have", async () => {
    expect((await seenDuring({ scaling: hpa(3, 8) })).wanted(NAME)).toEqual([3]);
  });

  it("stays as it is from fixed to autoscaled, and there is nothing to change afterwards", async () => {
    await seenDuring({ scaling: fixed(5) });
    expect((await seenDuring({ scaling: hpa(3, 8) })).wanted(NAME)).toEqual([5]);
    expect((await (await stackWith({ scaling: hpa(3, 8) })).preview()).changeSummary).toEqual({ same: 10 });
  });

  it("is the autoscaler's through another version, and a refresh finds nothing to put right", async () => {
    await autoscale(4);
    const changed = { scaling: hpa(3, 8), container: { ...plain.container, image: { ...image, tag: "v2" } } };
    expect((await seenDuring(changed)).wanted(NAME)).toEqual([4]);
    const stack = await stackWith(changed);
    expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: 10 });
    expect((await stack.preview()).changeSummary).toEqual({ same: 10 });
  });

  it("is in both slots what a canary needs and what the way back needs, before requests are divided", async () => {
    const seen = await seenDuring({ scaling: hpa(3, 8), release: { rollout: { phase: "10%", next: { tag: "v3" } } } });
    expect(seen.wanted(`yellow-${NAME}`)).toEqual([4]);
    expect([NAME, `yellow-${NAME}`].map((deployment) => seen.readyAtWeights(deployment))).toEqual([8, 4]);
  });

  it("is all of them when a canary goes back, and for its new autoscaler", async () => {
    const seen = await seenDuring({ scaling: hpa(3, 8) });
    expect(seen.wanted(NAME)).toEqual([8]);
    expect(seen.readyAtWeights(NAME)).toBeGreaterThanOrEqual(6);
    expect(await autoscalers()).toBe(`horizontalpodautoscaler.autoscaling/${NAME}`);
  });

  it("is taken from an autoscaler by one without a choice, and fixed from there", async () => {
    await autoscale(4);
    await expect(seenDuring({ scaling: fixed(6) })).rejects.toThrow(/conflict with "kube-controller-manager"/);
    expect((await seenDuring({ scaling: hpa(6, 6) })).wanted(NAME)).toEqual([6]);
    expect((await seenDuring({ scaling: fixed(6) })).wanted(NAME)).toEqual([6]);
    expect(await autoscalers()).toBe("");
  });
});
