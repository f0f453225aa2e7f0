import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive, type ProcessIdentity, self } from "../../engine/process/identity";
import { ensureTools } from "../../engine/toolchain/ensure";
import type { Tools } from "../../engine/toolchain/tool";
import { simulatedNodes } from "../nodes/simulated";
import { Cluster } from "./cluster";
import { CONTEXT } from "./files";

const PREFIX = "thoughts-test-";

/** A cluster of a test's own. */
export interface TestCluster {
  readonly kubeconfig: string;
  readonly context: string;
  readonly cluster: Cluster;
  readonly tools: Tools;
  stop(): Promise<void>;
}

/**
 * A fresh control plane with simulated nodes, on free ports; clusters of tests that died are removed first.
 * @param apiServerArgs what its API server is told beyond what all are. @default - nothing
 */
export async function testCluster(apiServerArgs: readonly string[] = []): Promise<TestCluster> {
  const tools = await ensureTools({ report: () => undefined });
  await sweep(tools);
  const folder = ownedFolder();
  mkdirSync(join(folder, "cluster"));
  const cluster = new Cluster(join(folder, "cluster"), tools, { ...simulatedNodes(), apiServerArgs });
  await cluster.start();
  return { kubeconfig: cluster.kubeconfig, context: CONTEXT, cluster, tools, stop: () => discard(cluster, folder) };
}

/** It gets its name once its owner is written in it: another test that sweeps at that moment must not take it for one of a dead test. */
function ownedFolder(): string {
  const unnamed = mkdtempSync(join(tmpdir(), "thoughts-new-"));
  writeFileSync(join(unnamed, "owner.json"), JSON.stringify(self()));
  const folder = unnamed.replace("thoughts-new-", PREFIX);
  renameSync(unnamed, folder);
  return folder;
}

async function sweep(tools: Tools): Promise<void> {
  const folders = readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX));
  for (const folder of folders.map((entry) => join(tmpdir(), entry))) {
    if (isMine(folder) && !isOwned(folder)) {
      await discard(new Cluster(join(folder, "cluster"), tools), folder);
    }
  }
}

/** The temporary folder may be shared with other users. */
function isMine(folder: string): boolean {
  try {
    return statSync(folder).uid === process.getuid?.();
  } catch {
    return false;
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
