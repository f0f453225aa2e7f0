import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cluster } from "./cluster";
import { testCluster, type TestCluster } from "./test-cluster";

describe("an embedded cluster", () => {
  let first: TestCluster;

  beforeAll(async () => {
    first = await testCluster();
  });
  afterAll(() => first.stop());

  it("runs pods of a Deployment on nodes in three zones", async () => {
    await kubectl(first, ["create", "deployment", "web", "--image=any", "--replicas=3"]);
    await kubectl(first, ["rollout", "status", "deployment/web", "--timeout=30s"]);

    const nodes = await kubectl(first, ["get", "pods", "-l", "app=web", "-o", "jsonpath={.items[*].spec.nodeName}"]);
    expect(nodes.split(" ").sort()).toEqual(["simulated-1", "simulated-2", "simulated-3"]);
  });

  it("binds a claim that names no storage class", async () => {
    await apply(first, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    });

    await kubectl(first, ["wait", "pvc/data", "--for=jsonpath={.status.phase}=Bound", "--timeout=30s"]);
  });

  it.each([
    { apiVersion: "v1", kind: "Service", spec: { type: "LoadBalancer", ports: [{ port: 80 }] } },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } },
    },
  ])("gives a $kind an address, as a cloud would", async (object) => {
    await apply(first, { ...object, metadata: { name: "public" } });

    const address = "--for=jsonpath={.status.loadBalancer.ingress[0].ip}=127.0.0.1";
    await kubectl(first, ["wait", `${object.kind}/public`, address, "--timeout=30s"]);
  });

  it("completes Jobs", async () => {
    await kubectl(first, ["create", "job", "once", "--image=any"]);
    await kubectl(first, ["wait", "job/once", "--for=condition=Complete", "--timeout=30s"]);
  });

  it("gets a component back that was killed, and keeps its objects", async () => {
    await kubectl(first, ["create", "configmap", "kept"]);
    await killed(first.cluster, "kube-apiserver");
    expect((await first.cluster.status()).ready).toBe(false);

    await first.cluster.start();

    expect((await first.cluster.status()).components.filter(({ running }) => !running)).toEqual([]);
    expect(await kubectl(first, ["get", "configmap", "kept", "-o", "name"])).toBe("configmap/kept");
  });

  it("runs beside another one, and leaves no process and no file when it is removed", async () => {
    const second = await testCluster();
    const pids = pidsOf(second.cluster);
    expect(pids).toHaveLength(5);

    await second.stop();

    // A process that ended has its number until its parent has heard of it.
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
    expect(existsSync(second.cluster.folder)).toBe(false);
    expect((await first.cluster.status()).ready).toBe(true);
  });
});

async function kubectl({ tools, kubeconfig }: TestCluster, args: readonly string[], input?: string): Promise<string> {
  const running = promisify(execFile)(join(tools.kubernetes.folder, "kubectl"), ["--kubeconfig", kubeconfig, ...args]);
  running.child.stdin?.end(input);
  return (await running).stdout.trim();
}

async function apply(cluster: TestCluster, object: object): Promise<void> {
  await kubectl(cluster, ["apply", "-f", "-"], JSON.stringify(object));
}

function pidsOf(cluster: Cluster): readonly number[] {
  return cluster.daemons().flatMap((daemon) => daemon.pid() ?? []);
}

async function killed(cluster: Cluster, name: string): Promise<void> {
  const pid = cluster
    .daemons()
    .find((daemon) => daemon.name === name)
    ?.pid();
  process.kill(pid ?? 0, "SIGKILL");
  while (pid !== undefined && isRunning(pid)) {
    await sleep(50);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
