import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { isTaken } from "../../engine/process/free-ports";
import { Cluster } from "./cluster";
import type { Ports } from "./ports";
import { testCluster, type TestCluster } from "./test-cluster";

describe("an embedded cluster that is started again", () => {
  let test: TestCluster;
  let stranger: Server | undefined;

  beforeAll(async () => {
    test = await testCluster();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    stranger?.close();
  });
  afterAll(() => test.stop());

  it("keeps its ports and its objects, though every process was killed", async () => {
    await kubectl(["create", "configmap", "kept"]);
    const before = portsOf(test.cluster);
    await killed(["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"]);
    await test.cluster.start();

    expect(portsOf(test.cluster)).toEqual(before);
    expect(await kubectl(["get", "configmap", "kept", "-o", "name"])).toBe("configmap/kept");
    await podBecomesReady();
  });

  it("chooses new ports and says so, if a stranger has taken that of a component that is down", async () => {
    const { apiServer } = portsOf(test.cluster);
    await killed(["kube-apiserver"]);
    stranger = await listening(apiServer);
    const said: string[] = [];
    await test.cluster.start((what) => said.push(what));

    expect(portsOf(test.cluster).apiServer).not.toBe(apiServer);
    expect(said.join("\n")).toMatch(new RegExp(`^port ${apiServer} is taken by .* \\(process ${process.pid}\\);`, "m"));
    expect(await kubectl(["get", "configmap", "kept", "-o", "name"])).toBe("configmap/kept");
    expect(await processesOf(test.cluster.folder)).toHaveLength(5);
    await podBecomesReady();
  });

  it("is one again, though nobody knows its ports any more", async () => {
    rmSync(join(test.cluster.folder, "ports.json"));
    await test.cluster.start();

    expect((await test.cluster.status()).ready).toBe(true);
    expect(await processesOf(test.cluster.folder)).toHaveLength(5);
    await podBecomesReady();
  });

  it("writes nothing into the user's home folder", async () => {
    const home = mkdtempSync(join(tmpdir(), "thoughts-home-"));
    vi.stubEnv("HOME", home);
    await test.cluster.start();

    expect(existsSync(join(home, ".kube"))).toBe(false);
    rmSync(home, { recursive: true });
  });

  it("keeps what gives access to it from other users", () => {
    for (const file of ["kubeconfig", "tokens.csv", "service-accounts.key"]) {
      expect(statSync(join(test.cluster.folder, file)).mode & 0o077, file).toBe(0);
    }
  });

  it("is completed, without a second process of any kind, if its start was killed half-way", async () => {
    for (const milliseconds of [700, 1_500, 3_000]) {
      const folder = join(mkdtempSync(join(tmpdir(), "thoughts-half-")), "cluster");
      await startKilledAfter(milliseconds, folder);
      const cluster = new Cluster(folder, test.tools);
      try {
        await cluster.start();
        expect((await cluster.status()).ready).toBe(true);
        expect(await processesOf(folder)).toHaveLength(5);
      } finally {
        await cluster.remove();
      }
      expect(await processesOf(folder)).toEqual([]);
      rmSync(join(folder, ".."), { recursive: true });
    }
  });

  it("is removed, if its start was killed before there was a kubeconfig", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "thoughts-half-")), "cluster");
    const cluster = new Cluster(folder, test.tools);
    expect(cluster.isNew).toBe(true);
    await cluster.start();
    expect(cluster.isNew).toBe(false);
    rmSync(cluster.kubeconfig);
    await cluster.remove();
    expect(await processesOf(folder)).toEqual([]);
    rmSync(join(folder, ".."), { recursive: true });
  });

  it("leaves no folder of a volume behind when it is removed, and none of the user's own touched", async () => {
    const claim = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "data" } };
    const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
    await kubectl(["apply", "-f", "-"], JSON.stringify({ ...claim, spec }));
    await kubectl(["wait", "pvc/data", "--for=jsonpath={.status.phase}=Bound", "--timeout=30s"]);
    const volume = await kubectl(["get", "pv", "-o", "jsonpath={.items[0].spec.hostPath.path}"]);
    expect(existsSync(volume)).toBe(true);
    const own = mkdtempSync(join(tmpdir(), "thoughts-volume-"));
    await kubectl(["apply", "-f", "-"], JSON.stringify(volumeAt(own)));

    await test.cluster.remove();
    expect(existsSync(volume)).toBe(false);
    expect(existsSync(own)).toBe(true);
    rmSync(own, { recursive: true });
  });

  /** kwok takes a node over once nobody else has its lease, which an earlier one may have for 40 seconds. */
  async function podBecomesReady(): Promise<void> {
    await kubectl(["run", "later", "--image=registry.example.local/later:1"]);
    await kubectl(["wait", "pod/later", "--for=condition=Ready", "--timeout=15s"]);
    await kubectl(["delete", "pod/later"]);
  }

  async function kubectl(args: readonly string[], input?: string): Promise<string> {
    const program = join(test.tools.kubernetes.folder, "kubectl");
    const options = ["--cache-dir", join(test.cluster.folder, "kubectl"), "--kubeconfig", test.kubeconfig];
    const running = promisify(execFile)(program, [...options, ...args]);
    running.child.stdin?.end(input);
    return (await running).stdout.trim();
  }

  async function killed(names: readonly string[]): Promise<void> {
    const daemons = test.cluster.daemons().filter(({ name }) => names.includes(name));
    for (const daemon of daemons) {
      process.kill(daemon.pid() ?? 0, "SIGKILL");
    }
    while (daemons.some((daemon) => daemon.pid() !== undefined)) {
      await sleep(50);
    }
  }

  /** Another process starts a cluster, and is killed. */
  async function startKilledAfter(milliseconds: number, folder: string): Promise<void> {
    const script = `${folder}.start.ts`;
    const cluster = JSON.stringify(join(__dirname, "cluster"));
    writeFileSync(
      script,
      `import { Cluster } from ${cluster};
       void new Cluster(${JSON.stringify(folder)}, ${JSON.stringify(test.tools)}).start();`,
    );
    const tsx = join(__dirname, "..", "..", "node_modules", ".bin", "tsx");
    const starting = spawn(tsx, [script], { detached: true, stdio: "ignore" });
    const ended = new Promise((resolve) => starting.once("exit", resolve));
    await sleep(milliseconds);
    // On a fast machine the start is through by then.
    if (starting.exitCode === null) {
      process.kill(-(starting.pid ?? 0), "SIGKILL");
    }
    await ended;
  }
});

/** A volume that somebody made by hand, of a folder of this machine. */
function volumeAt(path: string): object {
  const spec = { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], hostPath: { path } };
  return { apiVersion: "v1", kind: "PersistentVolume", metadata: { name: "by-hand" }, spec };
}

/** The kernel gives a port of a killed process free a moment after the process is gone. */
async function listening(port: number): Promise<Server> {
  while (await isTaken(port)) {
    await sleep(20);
  }
  return createServer((connection) => connection.destroy()).listen(port, "127.0.0.1");
}

function portsOf(cluster: Cluster): Ports {
  return JSON.parse(readFileSync(join(cluster.folder, "ports.json"), "utf8")) as Ports;
}

/** The command lines that name the folder: also those of processes that nobody wrote down. */
async function processesOf(folder: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "args"], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split("\n").filter((line) => line.includes(`${folder}/`));
}
