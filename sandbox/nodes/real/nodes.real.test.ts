import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureNodeTools, ensureTools } from "../../../engine/toolchain/ensure";
import { Cluster } from "../../control-plane/cluster";
import { lackingForNodes } from "../../host/requirements";
import { pack } from "../../images/pack";
import { imageSpecs } from "../../images/specs";
import { RealNodes } from "./real";

const lacking = lackingForNodes();
const VERSIONS = { "users-backend": { tag: "v2.3" }, "thoughts-backend": { tag: "v1.6" }, frontend: { tag: "v3.7" } };

describe.skipIf(lacking.length > 0)(`a real node (this machine lacks: ${lacking.join(", ") || "nothing"})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-real-"));
  let cluster: Cluster;

  const open = async () => {
    const report = () => undefined;
    const tools = await ensureNodeTools({ report });
    const nodes = new RealNodes({ folder, images: join(folder, "images"), tools });
    return { nodes, tools, cluster: new Cluster(join(folder, "cluster"), await ensureTools({ report }), nodes) };
  };
  /** What of it is on this machine outside its folder. */
  const traces = () => {
    const mounts = readFileSync("/proc/mounts", "utf8");
    const namespaces = execFileSync("ip", ["netns", "list"], { encoding: "utf8" });
    const processes = execFileSync("ps", ["-eo", "args="], { encoding: "utf8" });
    const groups = readdirSync("/sys/fs/cgroup/memory", { encoding: "utf8" });
    return [mounts, namespaces, processes, groups.join("\n")]
      .flatMap((text) => text.split("\n"))
      .filter((line) => line.includes(folder) || /\bthoughts-[0-9a-f]{8}\b/.test(line));
  };

  /** What other environments on this machine have. */
  const others = traces();

  beforeAll(async () => {
    const opened = await open();
    cluster = opened.cluster;
    await cluster.start();
    const [database] = imageSpecs(VERSIONS).filter(({ repository }) => repository === "users_backend_db");
    if (database !== undefined) {
      pack(database, opened.nodes.registry, opened.tools.crane);
    }
  });
  afterAll(async () => {
    await cluster.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it("says that it is ready, by a kubelet of its own, and so does the other one", async () => {
    const nodes = await cluster.kubectl(["get", "nodes", "--no-headers"]);
    expect(nodes).toMatch(/^node-1 +Ready .* v1\.\d+\.\d+\nnode-2 +Ready .* v1\.\d+\.\d+$/);
  });

  it("pulls an image of ours, runs it as its user on a volume of its own, and asks its probe", async () => {
    await cluster.kubectl(["apply", "-f", join(__dirname, "testing", "database.yaml")]);
    await cluster.kubectl(["wait", "pod/database", "--for=condition=Ready", "--timeout=90s"]);
    const who = await cluster.kubectl(["exec", "database", "--", "id", "--user"]);
    expect(who).toBe("999");
  });

  it("gives pods addresses, and a Service one that leads to them", async () => {
    const address = await cluster.kubectl(["get", "service", "database", "-o", "jsonpath={.spec.clusterIP}"]);
    const answer = await cluster.kubectl(["exec", "database", "--", "pg_isready", "--host", address]);
    expect(answer).toBe(`${address}:5432 - accepting connections`);
  });

  it("lets pods find Services by their names", async () => {
    await cluster.kubectl([
      "wait",
      "deployment/coredns",
      "-n",
      "kube-system",
      "--for=condition=Available",
      "--timeout=60s",
    ]);
    const answer = await cluster.kubectl(["exec", "database", "--", "pg_isready", "--host", "database"]);
    expect(answer).toBe("database:5432 - accepting connections");
  });

  it("is not touched by being started again", async () => {
    const age = () => cluster.kubectl(["get", "pod", "database", "-o", "jsonpath={.status.startTime}"]);
    const before = await age();
    await (await open()).cluster.start();
    expect(await age()).toBe(before);
  });

  it("leaves nothing behind when it is removed, killed or not", async () => {
    for (const daemon of cluster.daemons()) {
      const pid = daemon.pid();
      if (pid !== undefined) {
        process.kill(pid, "SIGKILL");
      }
    }
    await cluster.remove();
    expect(traces().filter((trace) => !others.includes(trace))).toEqual([]);
    expect(existsSync(join(folder, "cluster"))).toBe(false);
  });
});
