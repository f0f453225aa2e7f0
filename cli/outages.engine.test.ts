// What is left of an environment when its API server goes away, or answers with errors.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { testCluster, type TestCluster } from "../sandbox/control-plane/test-cluster";
import { Clone, type CommandRun } from "./testing/clone";
import { FaultyProxy } from "./testing/faulty-proxy";

/** Resources of the stack `local`. */
const ALL = 118;

describe("an environment in a cluster with outages", () => {
  let own: TestCluster;
  let clone: Clone;
  let proxy: FaultyProxy;

  beforeAll(async () => {
    clone = new Clone();
    own = await testCluster();
    proxy = await FaultyProxy.before(own.kubeconfig, clone.path("kubeconfig"));
  });
  afterAll(async () => {
    await clone.remove();
    proxy.stop();
    await own.stop();
  });

  const up = () => clone.thoughts("up", "--kubeconfig", clone.path("kubeconfig"), "--context", own.context);
  const upRefreshed = () => clone.thoughts("up", "--refresh");

  it("comes up once its API server answers, after runs in which one of twenty requests failed", async () => {
    const runs: CommandRun[] = [];
    proxy.oneOf = 20;
    // A run may end at its first failure, so nobody knows how many it takes to see each kind of it twice.
    while (proxy.faults < 8) {
      runs.push(await up());
    }
    proxy.oneOf = undefined;
    console.log(`runs ended with ${runs.map(({ code }) => code).join(", ")}; requests that failed: ${proxy.faults}`);
    expect(runs.map(({ text }) => text).join("\n")).not.toMatch(/^\s+at /m);
    expect(await up()).toMatchObject({ code: 0 });
    expect((await upRefreshed()).text).toContain(`nothing to change, ${ALL} resources`);
  });

  it("says that its API server is away, and loses nothing", async () => {
    clone.edit("Pulumi.local.yaml", "tag: v3.7", "tag: v3.8");
    const before = clone.state().resources?.length;
    proxy.oneOf = 1;
    const { code, text } = await up();
    expect(code).toBe(1);
    expect(text).toMatch(/The cluster of context \S+ does not answer/);
    expect(clone.state().resources).toHaveLength(before ?? 0);
    proxy.oneOf = undefined;
    expect((await up()).text).toContain("1 update");
  });

  it("loses nothing when its API server stands still for ten seconds in the midst of a run", async () => {
    clone.edit("Pulumi.local.yaml", "tag: v3.8", "tag: v3.7");
    const [child, text] = clone.start("up");
    const ended = once(child, "close");
    await vi.waitUntil(() => text().includes("pulumi up of stack"), { timeout: 60_000 });
    const pid =
      own.cluster
        .daemons()
        .find(({ name }) => name === "kube-apiserver")
        ?.pid() ?? 0;
    process.kill(pid, "SIGSTOP");
    await sleep(10_000);
    process.kill(pid, "SIGCONT");
    await ended;
    expect(await up()).toMatchObject({ code: 0 });
    expect((await upRefreshed()).text).toContain(`nothing to change, ${ALL} resources`);
  });
});
