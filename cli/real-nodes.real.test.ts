// What runs here really runs: pods of the images of this clone, reached as people reach them, on nodes of this machine.
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lackingForNodes } from "../sandbox/host/requirements";
import { type Connection, CONNECTIONS, DOORS, ENTRANCES } from "../testing/connections";
import { openBrowser } from "./testing/browser";
import { Clone, type CommandRun } from "./testing/clone";
import { Doors, knock, type Target } from "./testing/doors";
import { type Pod, podsIn } from "./testing/hosts";
import { Load, type LoadResult } from "./testing/load";

const lacking = lackingForNodes();
const HOST = "frontend.example.local";
/** Pods that no longer run, and one that no NetworkPolicy is for. */
const STRANGER = "stranger";
const EXTRA_PODS = ["users-backend-migration", "thoughts-backend-migration", STRANGER];

const UP = { code: 0, text: expect.stringContaining("local is up after") as string };

/** Longer than a pod goes on serving after it was told to end (`components/workload/shutdown.ts`). */
const DRAINED_MS = 18_000;

describe.skipIf(lacking.length > 0)(`up --nodes real (this machine lacks: ${lacking.join(", ") || "nothing"})`, () => {
  let clone: Clone;
  let first: CommandRun;
  let address = "";

  const kubectl = async (...args: readonly string[]) => (await clone.kubectl(...args)).trim();
  /** Requests pages of the frontend all the while, and until the pods that were told to end meanwhile have ended. */
  const underLoad = (work: () => Promise<unknown>) =>
    Load.during({ address, host: HOST, path: "/login/", perSecond: 10, mostSeconds: 900 }, work, DRAINED_MS);

  const rolledOut = () => kubectl("rollout", "status", "deployment/frontend", "--timeout=120s");
  const update = async (times: number) => {
    for (let done = 0; done < times; done += 1) {
      await kubectl("rollout", "restart", "deployment/frontend");
      await rolledOut();
    }
  };

  beforeAll(async () => {
    clone = new Clone();
    // A version to come whose migration asks for a table that is not there.
    clone.edit(
      "app/users/main.ts",
      "migrate: migration(__dirname),",
      `migrate: async () => {
        await migration(__dirname)();
        if (process.env.VERSION_NAME === "v2.4") {
          await connect(readDatabase(process.env)).query("ALTER TABLE shoes ADD size integer");
        }
      },`,
    );
    clone.commit("as it is");
    first = await clone.thoughts("up", "--nodes", "real");
    address = await kubectl(
      "get",
      "ingress",
      "frontend-ingress",
      "-o",
      "jsonpath={.status.loadBalancer.ingress[0].ip}",
    );
  });
  afterAll(() => clone.remove());

  it("brings the whole environment up, and says so", () => {
    expect(first).toMatchObject(UP);
    expect(first.text).toMatch(/frontend +v3\.7 +2\/2 +ready +http:\/\/frontend\.example\.local/);
    const line = /^ {2}add to \/etc\/hosts: (.+)$/m.exec(first.text)?.[1]?.split(" ") ?? [];
    expect(line[0]).toBe(address);
    expect(line).toContain(HOST);
  });

  it("spreads pods over its nodes, and every one is ready", async () => {
    const pods = await kubectl(
      "get",
      "pods",
      "-A",
      "--no-headers",
      "-o",
      "wide",
      "--field-selector=status.phase=Running",
    );
    const rows = pods.split("\n").map((line) => line.split(/\s+/));
    expect(rows.filter(([, , ready = ""]) => !/^(\d)\/\1$/.test(ready))).toEqual([]);
    const nodesOf = (name: string) => rows.filter(([, pod]) => pod?.startsWith(name)).map((row) => row.at(-3));
    expect(nodesOf("frontend-").sort()).toEqual(["node-1", "node-2"]);
  });

  it("measures what pods use, for those who scale by it", async () => {
    await expect
      .poll(() => kubectl("top", "pods").catch(String), { timeout: 60_000, interval: 2_000 })
      .toMatch(/^frontend-\S+ +\d+m +\d+Mi/m);
  });

  describe("under its NetworkPolicies", () => {
    let doors: Doors;

    beforeAll(async () => {
      doors = await Doors.open(clone, EXTRA_PODS);
    });
    afterAll(() => doors.close());

    it("a node reaches every door of its own pods, as probes do: so all doors are open", async () => {
      for (const node of doors.nodes) {
        const own = doors.pods.filter((pod) => pod.node === node.name);
        const shut = (await doors.through(node, own)).length - own.length * DOORS.length;
        expect([own.length > 0, shut]).toEqual([true, 0]);
      }
    });

    it("pods get through to those that are meant, and to no others", async () => {
      const meant = [...CONNECTIONS, ...ENTRANCES.map(([to, at]): Connection => [STRANGER, to, at])];
      expect(await doors.connections()).toEqual(doors.texts(meant));
    });

    it("every pod looks names up; the API server and kubelets are asked by those that have to", async () => {
      const [dns] = (await podsIn(clone, "kube-system")).filter(({ app }) => app === "kube-dns");
      const [node] = (await kubectl("get", "nodes", "-o", "jsonpath={.items[*].status.addresses[0].address}")).split(
        " ",
      );
      const targets: Readonly<Record<string, Target>> = {
        "a name": { address: "10.96.0.10", port: 53, protocol: "UDP", message: "syslog.example.svc.cluster.local" },
        "a name over TCP": { address: "10.96.0.10", port: 53 },
        "the API server": { address: "10.96.0.1", port: 443 },
        "a kubelet": { address: node ?? "", port: 10_250 },
        "whether CoreDNS is ready": { address: dns?.address ?? "", port: 8181 },
      };
      const names = ["a name", "a name over TCP"];
      const more: Readonly<Record<string, readonly string[]>> = {
        "kube-state-metrics": ["the API server"],
        prometheus: ["the API server", "a kubelet"],
        [STRANGER]: ["the API server", "a kubelet", "whether CoreDNS is ready"],
      };
      const asked = async (pod: Pod) => {
        const through = await knock(pod, Object.values(targets));
        return [pod.name, Object.keys(targets).filter((_, index) => through[index])] as const;
      };
      const expected = doors.pods.map(({ name, app }) => [name, [...names, ...(more[app] ?? [])]]);
      expect(await Promise.all(doors.pods.map(asked))).toEqual(expected);
    });
  });

  it("is left alone by the next run, which changes nothing", async () => {
    const pods = () => kubectl("get", "pods", "-o", "jsonpath={.items[*].metadata.uid}");
    const before = await pods();
    expect(await clone.thoughts("up")).toMatchObject({ text: expect.stringContaining("nothing to change") as string });
    expect(await pods()).toBe(before);
  });

  it("is not forgotten for simulated nodes", async () => {
    expect(await clone.thoughts("up", "--nodes", "simulated")).toMatchObject({
      code: 1,
      text: expect.stringContaining("this clone is up in a cluster with real nodes") as string,
    });
  });

  describe("for a person with a browser", () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await openBrowser({ "*.example.local": address });
      page = await browser.newPage();
      await page.goto(`http://${HOST}/`);
    });
    afterAll(() => browser.close());

    it("logs in who was seeded, keeps a thought and finds it again", async () => {
      const main = page.getByRole("main");
      await main.getByLabel("Name").fill("bruce");
      await main.getByLabel("Password").fill("bruce");
      await main.getByRole("button").click();
      await page.getByRole("link", { name: "New thought" }).click();
      await main.getByRole("textbox").fill("Rain on a tin roof is the best clock.");
      await main.getByRole("button").click();
      await page.getByLabel("Search thoughts").fill("tin roof");
      await page.getByRole("search").getByRole("button").click();
      await expect
        .poll(() => main.getByRole("listitem").allTextContents())
        .toEqual([expect.stringMatching(/^Rain on a tin roof is the best clock\.bruce, /)]);
    });
  });

  it("a node that died is back after the next run", async () => {
    const [machine] = (await clone.processes()).filter(({ command }) => command.includes("machine.sh"));
    process.kill(machine?.pid ?? 0, "SIGKILL");
    expect(await clone.thoughts("up")).toMatchObject(UP);
    await expect
      .poll(() => kubectl("get", "nodes", "--no-headers"), { timeout: 60_000 })
      .toMatch(/^node-1 +Ready .*\nnode-2 +Ready /);
  }, 900_000);

  describe("with a thoughts-backend that is too old for the frontend", () => {
    let failed: CommandRun;
    let load: LoadResult;

    beforeAll(async () => {
      // The program itself would refuse it; what is tried here is what the pods do where it went past the program.
      const check =
        '...under("services", checkDependencies(comingVersions(environment), leavingVersions(environment))),';
      clone.edit("infra/environment.ts", check, "");
      // A rollout that gets nowhere has failed sooner.
      clone.edit("stacks/local.ts", "progressDeadlineSeconds: 90", "progressDeadlineSeconds: 30");
      clone.edit("Pulumi.local.yaml", "tag: v1.6", "tag: v1.5");
      expect(await clone.thoughts("up")).toMatchObject(UP);
      clone.edit("Pulumi.local.yaml", "tag: v3.7", "tag: v3.8");
      load = await underLoad(async () => {
        failed = await clone.thoughts("up");
      });
    }, 900_000);

    it("a new frontend does not get to serve, and says why", () => {
      expect(failed.code).toBe(1);
      expect(failed.text).toContain("Version v1.5 is incorrect (min v1.6)");
    });

    it("the old pods go on serving", () => {
      expect(load.requests).toBeGreaterThan(500);
      expect(load.failed, load.failures).toBe(0);
    });

    it("the new frontend comes once the backend has", async () => {
      clone.edit("Pulumi.local.yaml", "tag: v1.5", "tag: v1.6");
      // Pods that failed are started again later and later, and until then the rollout counts as failed.
      await clone.thoughts("up");
      const updated = () =>
        kubectl(
          "get",
          "deployment",
          "frontend",
          "-o",
          "jsonpath={.status.updatedReplicas}/{.status.readyReplicas}/{.status.replicas}",
        );
      await expect.poll(updated, { timeout: 300_000, interval: 2_000 }).toBe("2/2/2");
      expect(await clone.thoughts("up")).toMatchObject(UP);
      const images = await kubectl(
        "get",
        "pods",
        "-l",
        "app=frontend",
        "-o",
        "jsonpath={.items[*].spec.containers[0].image}",
      );
      expect(images).toContain("/frontend:v3.8@sha256:");
    }, 900_000);
  });

  describe("under a steady load", () => {
    it("ten rolling updates lose no request", async () => {
      const { requests, failed, failures } = await underLoad(() => update(10));
      expect(requests).toBeGreaterThan(1_000);
      expect(failed, failures).toBe(0);
    }, 900_000);

    it("five scale-downs lose no request", async () => {
      await kubectl("scale", "deployment/frontend", "--replicas=7");
      await rolledOut();
      const { failed, failures } = await underLoad(async () => {
        for (const replicas of [6, 5, 4, 3, 2]) {
          await kubectl("scale", "deployment/frontend", `--replicas=${replicas}`);
          await sleep(5_000);
        }
      });
      expect(failed, failures).toBe(0);
    }, 300_000);
  });

  describe("with a users-backend whose migration fails", () => {
    let failed: CommandRun;
    let load: LoadResult;

    beforeAll(async () => {
      load = await underLoad(async () => {
        failed = await clone.thoughts("release", "start", "users-backend", "v2.4", "--cause", "shoes have sizes");
      });
    }, 900_000);

    it("the release stops, says why, and goes back by itself", () => {
      expect(failed.code, failed.text).toBe(1);
      expect(failed.text).toContain('relation "shoes" does not exist');
      expect(failed.text).toContain("users-backend went back by itself to v2.3");
    });

    it("no pod of the new version was there, and people saw nothing of it", async () => {
      expect(await kubectl("get", "replicasets", "-l", "app=users-backend", "-o", "yaml")).not.toContain(
        "users_server:v2.4",
      );
      expect(load.failed, load.failures).toBe(0);
    });
  });

  // Later runs would find the Deployment changed and put it right, pods without a drain among them.
  it("without a drain and a grace period, rolling updates do lose some requests", async () => {
    const pod = "/spec/template/spec";
    const patch = [
      { op: "remove", path: `${pod}/containers/0/lifecycle` },
      { op: "replace", path: `${pod}/terminationGracePeriodSeconds`, value: 1 },
    ];
    await kubectl("patch", "deployment", "frontend", "--type=json", "--patch", JSON.stringify(patch));
    await rolledOut();
    await sleep(DRAINED_MS);
    const { failed } = await underLoad(() => update(3));
    expect(failed).toBeGreaterThan(0);
  }, 900_000);

  it("down leaves no process, no network and no file", async () => {
    expect((await clone.thoughts("down")).code).toBe(0);
    expect(existsSync(clone.path(".sandbox"))).toBe(false);
    expect(await clone.processes()).toEqual([]);
  });
});
