// What is done in the life of a service, on real pods: what people notice of it is counted.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { lackingForNodes } from "../sandbox/host/requirements";
import { Clone } from "./testing/clone";
import { Load } from "./testing/load";
import { Seen, Session } from "./testing/session";

const lacking = lackingForNodes();
const HOST = "frontend.example.local";
const DAYS_3 = 3 * 24 * 60 * 60 * 1_000;

/** Longer than a pod goes on serving after it was told to end (`components/workload/shutdown.ts`). */
const DRAINED_MS = 18_000;

/** What a canary of a backend is measured with. */
const CALLS = 200;

/** Requests a second that 2 pods are not enough for. */
const RUSH = 250;
/** It goes back sooner than people would want. */
const AUTOSCALED = `{
  kind: "hpa", minReplicas: 2, maxReplicas: 8, targets: [{ kind: "cpu", utilization: 30 }],
  behavior: {
    scaleDown: { stabilizationWindowSeconds: 15, steps: [{ kind: "percent", value: 100, periodSeconds: 15 }] },
  },
}`;

/** Standard deviations that a share may be off: a right one is further off once in 15,000 runs. */
const SIGMAS = 4;

describe.skipIf(lacking.length > 0)(
  `a service's life on real pods (this machine lacks: ${lacking.join(", ") || "nothing"})`,
  { timeout: 600_000 },
  () => {
    const clone = new Clone();
    let address = "";

    const kubectl = async (...args: readonly string[]) => (await clone.kubectl(...args)).trim();
    const done = async (...args: readonly string[]): Promise<string> => {
      const { code, text } = await clone.thoughts(...args);
      expect({ code, text }).toMatchObject({ code: 0 });
      return text;
    };
    const start = (service: string, version: string, strategy: readonly string[]) =>
      done("release", "start", service, version, "--strategy", ...strategy, "--cause", "people asked", "--watch", "3");
    const step = (name: string, service = "frontend") => done("release", name, service, "--watch", "3");

    /** Requests pages all the while, and until the pods that were told to end meanwhile have ended. */
    const underLoad = (work: () => Promise<unknown>, path = "/login/") =>
      Load.during({ address, host: HOST, path, perSecond: 10, mostSeconds: 900 }, work, DRAINED_MS);

    /** Pages that the frontend's pods of a slot have answered since they began. */
    const served = async (slot: string): Promise<number> => {
      const names = ["-l", `app=frontend,slot=${slot}`, "-o", "jsonpath={.items[*].metadata.name}"];
      const pods = (await kubectl("get", "pods", ...names)).split(" ").filter((name) => name !== "");
      const counts = pods.map(async (name) => {
        // A pod that has ended meanwhile answers nobody.
        const path = `/api/v1/namespaces/example/pods/${name}:8000/proxy/metrics`;
        const metrics = await kubectl("get", "--raw", path).catch(() => "");
        return Number(/^\S+_view_method_count\{method="GET",view="\/login\/"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
      });
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };

    /** Expects a share of so many requests. */
    const expectShare = (part: number, of: number, share: number) => {
      console.log(`${part} of ${of} requests reached it: ${((100 * part) / of).toFixed(1)} %, computed ${share} %`);
      const sigma = Math.sqrt((share / 100) * (1 - share / 100) * of);
      expect(Math.abs(part - (share / 100) * of)).toBeLessThan(SIGMAS * sigma);
    };
    /** Counts for some seconds who answers. */
    const expectCanaryGets = async (share: number, seconds: number) => {
      const before = await Promise.all([served("blue"), served("yellow")]);
      await sleep(seconds * 1_000);
      const after = await Promise.all([served("blue"), served("yellow")]);
      const [stable = 0, canary = 0] = after.map((count, index) => count - (before[index] ?? 0));
      expectShare(canary, stable + canary, share);
    };

    beforeAll(async () => {
      // A version to come that never answers.
      clone.edit(
        "app/frontend/main.ts",
        "run(async () => serve(",
        `run(async () => process.env.VERSION_NAME === "v3.9" ? void setInterval(() => undefined, 1_000) : serve(`,
      );
      clone.commit("as it is, with a version that never answers");
      address = /add to \/etc\/hosts: (\S+)/.exec(await done("up", "--nodes", "real"))?.[1] ?? "";
      // What lets requests in asks the API server every three seconds whom it lets them in to.
      const failed = async () => {
        const load = new Load({ address, host: HOST, path: "/login/", perSecond: 10, mostSeconds: 60 });
        await sleep(4_000);
        return (await load.stop()).failed;
      };
      await vi.waitUntil(async () => (await failed()) === 0, { timeout: 60_000 });
    });
    afterAll(() => clone.remove());

    it("a canary of the frontend gets the share that its weight says, and takes over without a lost request", async () => {
      const { failed, failures } = await underLoad(async () => {
        await start("frontend", "v3.8", ["canary", "--steps", "10,50"]);
        await expectCanaryGets(10, 40);
        await step("advance");
        await expectCanaryGets(50, 20);
        await step("finish");
      });
      expect(failed, failures).toBe(0);
    });

    it("a canary of a backend gets the share that its pods are, and goes back without a lost request", async () => {
      const { failed, failures } = await underLoad(async () => {
        await start("thoughts-backend", "v1.7", ["canary", "--steps", "25"]);
        // Each over a connection of its own: a Service shares out connections.
        const asks = ["-s", "-H", "Connection: close", `http://thoughts-service/admin/version/?[1-${CALLS}]`];
        const versions = await kubectl("exec", "deployment/frontend", "--", "curl", ...asks);
        const [old = 0, fresh = 0] = ["v1.6", "v1.7"].map((tag) => versions.split(`"${tag}"`).length - 1);
        expect(old + fresh).toBe(CALLS);
        expectShare(fresh, CALLS, 25);
        await step("abort", "thoughts-backend");
      }, "/search?search=rain");
      expect(failed, failures).toBe(0);
    });

    it("blue-green moves everybody at once, there and back, and no request is lost", async () => {
      const { failed, failures } = await underLoad(async () => {
        await start("frontend", "v3.7", ["blueGreen"]);
        expect(await served("green")).toBe(0);
        await step("advance");
        await expectAlone("green", "blue");
        await step("abort");
        await expectAlone("blue", "green");
      });
      expect(failed, failures).toBe(0);
    });

    it("rolling replaces pods, there and back, and no request is lost", async () => {
      const { failed, failures } = await underLoad(async () => {
        await start("frontend", "v3.7", ["rolling"]);
        await step("abort");
      });
      expect(failed, failures).toBe(0);
    });

    it("recreate is an outage there and back, and nothing is lost outside it", async () => {
      const outage = await underLoad(async () => {
        await start("frontend", "v3.7", ["recreate"]);
        await step("abort");
      });
      expect(outage.failed).toBeGreaterThan(0);
      expect((await underLoad(() => sleep(5_000))).failed).toBe(0);
    });

    it("a version that never gets ready stops, goes back by itself, and people see nothing of it", async () => {
      const load = await underLoad(async () => {
        const { code, text } = await clone.thoughts(
          ...["release", "start", "frontend", "v3.9", "--strategy", "rolling", "--cause", "people asked"],
        );
        expect(code, text).toBe(1);
        expect(text).toContain("frontend went back by itself to v3.8");
      });
      expect(load.requests).toBeGreaterThan(500);
      expect(load.failed, load.failures).toBe(0);
    });

    it("nobody is logged out while the keys of tokens are replaced, but for those whose token is older than two days", async () => {
      const where = { address, host: HOST };
      const early = await Session.logIn("bruce", where);
      const seen = new Seen(early);
      for (const text of ["thoughts-backend", "frontend", "users-backend"]) {
        expect(await done("keys", "next")).toContain(`nothing but the keys, ${text}`);
      }
      const late = await Session.logIn("stephen", where);
      seen.add(late);
      await done("keys", "next");
      expect(await seen.stop()).toEqual([200]);
      const since = /since: "([^"]+)"/.exec(clone.read("Pulumi.local.yaml"))?.[1] ?? "";
      clone.edit("Pulumi.local.yaml", since, new Date(Date.parse(since) - DAYS_3).toISOString());
      const onlyLate = new Seen(late);
      await done("keys", "next");
      await done("keys", "next");
      expect(await onlyLate.stop()).toEqual([200]);
      expect(await early.look()).toBe(303);
    });

    it("an autoscaler goes from 2 pods to 8 under load and back, and no request is lost", async () => {
      clone.edit("stacks/local.ts", 'scaling: { kind: "fixed", replicas: 2 }', `scaling: ${AUTOSCALED}`);
      await done("up");
      const replicas = () => kubectl("get", "deployment", "frontend", "-o", "jsonpath={.status.readyReplicas}");
      const load = new Load({ address, host: HOST, path: "/login/", perSecond: RUSH, mostSeconds: 300 });
      await expect.poll(replicas, { timeout: 240_000, interval: 2_000 }).toBe("8");
      const { failed, requests, seconds, failures } = await load.stop();
      console.log(`2 to 8 pods: ${requests} requests in ${seconds} s, ${failed} failed: ${failures}`);
      const few = await underLoad(() => expect.poll(replicas, { timeout: 240_000, interval: 2_000 }).toBe("2"));
      expect([failed, few.failed]).toEqual([0, 0]);
    });

    /** Expects that one slot answers, and another one does not. */
    const expectAlone = async (slot: string, other: string) => {
      const [serving, idle] = [await served(slot), await served(other)];
      await sleep(5_000);
      expect(await served(slot)).toBeGreaterThan(serving + 20);
      expect(await served(other)).toBeLessThanOrEqual(idle);
    };
  },
);
