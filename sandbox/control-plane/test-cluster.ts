import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive, type ProcessIdentity, self } from "../process/identity";
import { ensureTools } from "../toolchain/ensure";
import type { Tools } from "../toolchain/tool";
import { Cluster, CONTEXT } from "./cluster";

const PREFIX = "thoughts-test-";

/** A cluster of a test's own. */
export interface TestCluster {
  readonly kubeconfig: string;
  readonly context: string;
  readonly cluster: Cluster;
  readonly tools: Tools;
  stop(): Promise<void>;
}

/** A fresh control plane with simulated nodes, on free ports; clusters of tests that died are removed first. */
export async function testCluster(): Promise<TestCluster> {
  const tools = await ensureTools({ report: () => undefined });
  await sweep(tools);
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, "owner.json"), JSON.stringify(self()));
  mkdirSync(join(folder, "cluster"));
  const cluster = new Cluster(join(folder, "cluster"), tools);
  await cluster.start();
  return { kubeconfig: cluster.kubeconfig, context: CONTEXT, cluster, tools, stop: () => discard(cluster, folder) };
}

async function sweep(tools: Tools): Promise<void> {
  const folders = readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX));
  for (const folder of folders.map((entry) => join(tmpdir(), entry))) {
    if (!isOwned(folder)) {
      await discard(new Cluster(join(folder, "cluster"), tools), folder);
    }
  }
}

function isOwned(folder: string): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(join(folder, "owner.json"), "utf8")) as ProcessIdentity);
  } catch {
    return false;
  }
}

async function discard(cluster: Cluster, folder: string): Promise<void> {
  await cluster.remove();
  rmSync(folder, { recursive: true, force: true });
}
