// The tools that watch over the services, on real pods: what a person follows from an alert to a line, and what a release is
// stopped by.
import { once } from "node:events";
import { X509Certificate } from "node:crypto";
import { get, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lackingForNodes } from "../sandbox/host/requirements";
import { localDashboards } from "./plots/dashboards";
import { seriesIn } from "./testing/promql";
import { openBrowser } from "./testing/browser";
import { Clone, type CommandRun } from "./testing/clone";
import { Forward } from "./testing/forward";
import { Load, type LoadResult } from "./testing/load";
import { type Notification, Receiver } from "./testing/receiver";

const lacking = lackingForNodes();
const HOST = "frontend.example.local";

/** Series of what is not in the stack `local`: the log collector, autoscalers, backups, volumes with a size, and misfortunes. */
const OF_ELSEWHERE =
  /^(otelcol|kube_horizontalpodautoscaler|kube_cronjob|cronjob:backup|kubelet_volume_stats|ALERTS|container_network|container_cpu_cfs)|_(waiting|last_terminated)_reason$|_job_failed$/;

interface Rule {
  readonly name: string;
  readonly query: string;
  readonly health: string;
  readonly type: "alerting" | "recording";
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

interface Target {
  readonly labels: { readonly job: string };
  readonly health: string;
}

describe.skipIf(lacking.length > 0)(
  `what watches over real pods (this machine lacks: ${lacking.join(", ") || "nothing"})`,
  () => {
    const clone = new Clone();
    const receiver = new Receiver(clone);
    let address = "";

    const kubectl = async (...args: readonly string[]) => (await clone.kubectl(...args)).trim();
    const prometheus = async <T>(path: string): Promise<T> => {
      const proxy = "/api/v1/namespaces/example/services/http:prometheus-service:80/proxy/api/v1";
      return (JSON.parse(await kubectl("get", "--raw", proxy + path)) as { data: T }).data;
    };
    /** A key of the Secret of the log view. */
    const viewSecret = async (key: string) => {
      const value = `-o=jsonpath={.items[0].data.${key}}`;
      const encoded = await kubectl("get", "secret", "-l", "app.kubernetes.io/name=syslog-secrets", value);
      return Buffer.from(encoded, "base64").toString();
    };
    const searching = () => ({ address, host: HOST, path: "/search?search=rain", perSecond: 5, mostSeconds: 600 });
    /** Asks the frontend for a page. @returns the headers of its answer */
    const visit = async (path: string): Promise<IncomingHttpHeaders> => {
      const [answer] = (await once(get({ host: address, path, headers: { host: HOST } }), "response")) as [
        IncomingMessage,
      ];
      answer.resume();
      return answer.headers;
    };
    /** Requests pages that need a backend, all the while. */
    const underLoad = (work: () => Promise<unknown>) => Load.during(searching(), work);

    /** Versions to come: a frontend that fails, and a thoughts-backend that is slow. */
    const spoil = () => {
      const searched = "const { search } = searched.parse(request.query);";
      const fails = 'if (environment.VERSION_NAME === "v3.8") throw new Error("broken");';
      clone.edit("app/frontend/server.ts", searched, `${fails} ${searched}`);
      const search = 'server.get("/api/thoughts/", ({ query })';
      const wait = 'setTimeout(done, environment.VERSION_NAME === "v1.7" ? 400 : 0)';
      clone.edit(
        "app/thoughts/server.ts",
        search,
        `server.addHook("onRequest", (_, __, done) => void ${wait}); ${search}`,
      );
    };

    /** Alerts that somebody was told of and that began after a time. */
    const alertsIn = async (role: string, since: number) =>
      (await receiver.heard(role))
        .flatMap(({ alerts }) => alerts)
        .filter(({ startsAt }) => Date.parse(startsAt) >= since);
    /** Waits until somebody is told, and says how long that took. */
    const hears = async (
      [role, app, name, status]: readonly [string, string, string, Notification["status"]],
      seconds: number,
      { since, from = since }: { readonly since: number; readonly from?: number },
    ) => {
      const isTold = async () =>
        (await alertsIn(role, from)).some(
          ({ labels, status: now }) => labels.alertname === name && labels.app === app && now === status,
        );
      await expect.poll(isTold, { timeout: seconds * 1_000, interval: 2_000 }).toBe(true);
      console.log(`${role} ${app} ${name} ${status}: told after ${Math.round((Date.now() - since) / 1_000)} s`);
    };

    beforeAll(async () => {
      // Somebody is told, and told again sooner than people would want.
      for (const role of ["critical", "warning"]) {
        clone.edit(
          "stacks/local.ts",
          `${role}: { kind: "none" }`,
          `${role}: { kind: "webhook", url: "http://receiver:8080/${role}" }`,
        );
      }
      clone.edit("components/observability/alertmanager.ts", `group_interval: "5m"`, `group_interval: "15s"`);
      spoil();
      clone.commit("as it is, with somebody who is told of alerts");
      const { code, text } = await clone.thoughts("up", "--nodes", "real");
      expect(code, text).toBe(0);
      address = /add to \/etc\/hosts: (\S+)/.exec(text)?.[1] ?? "";
      await receiver.start(
        await kubectl("get", "deployment", "frontend", "-o", "jsonpath={.spec.template.spec.containers[0].image}"),
      );
      const { failed, failures } = await underLoad(() => sleep(75_000));
      expect(failed, failures).toBe(0);
    });
    afterAll(() => clone.remove());

    it("scrapes every replica, every tool and every node", async () => {
      const { activeTargets } = await prometheus<{ activeTargets: readonly Target[] }>("/targets?state=active");
      expect(activeTargets.filter(({ health }) => health !== "up")).toEqual([]);
      const jobs = activeTargets.map(({ labels }) => labels.job);
      expect(jobs.filter((job) => job === "example")).toHaveLength(4);
      expect(jobs.filter((job) => job === "cadvisor")).toHaveLength(2);
      expect([...new Set(jobs)].sort()).toEqual([
        "alertmanager",
        "cadvisor",
        "certificates",
        "example",
        "kube-state-metrics",
        "kubelet",
        "nodes",
        "pages",
        "prometheus",
        "syslog",
      ]);
    });

    it("has every series that an alert, a recording rule or a dashboard asks for", async () => {
      const known = new Set(await prometheus<readonly string[]>("/label/__name__/values"));
      const { groups } = await prometheus<{ groups: readonly { rules: readonly Rule[] }[] }>("/rules");
      const rules = groups.flatMap((group) => group.rules);
      expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
      expect(rules.length).toBeGreaterThan(90);
      const panels = localDashboards().flatMap(({ panels: all }) => all.flatMap(({ targets = [] }) => targets));
      const asked = [...rules.map(({ query }) => query), ...panels.map(({ expr }) => expr)].flatMap(seriesIn);
      expect([...new Set(asked)].filter((name) => !known.has(name) && !OF_ELSEWHERE.test(name))).toEqual([]);
    });

    it("40: one request has three lines from each service it passes, in one format, with the ID that was made for it", async () => {
      const id = String((await visit("/search?search=rain"))["x-request-id"]);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
      const lines = async () =>
        (await kubectl("exec", "deployment/syslog", "-c", "syslog", "--", "tail", "-n", "300", "/var/log/syslog"))
          .split("\n")
          .filter((line) => line.includes(id));
      await expect.poll(async () => (await lines()).length, { timeout: 20_000 }).toBe(6);
      const line = (tag: string, text: string) =>
        new RegExp(
          `^\\w{3} [ \\d]\\d \\S+ ${tag.replace("_", "-")}-\\S+ ${tag}: \\[\\S+Z\\] INFO \\[${id}\\] ${tag}: ${text}$`,
        );
      const found = await lines();
      for (const [tag, path] of [
        ["frontend", "/search\\?search=rain"],
        ["thoughts_backend", "/api/thoughts/\\?search=rain"],
      ] as const) {
        for (const text of [`REQUEST GET ${path}`, "RESPONSE TIME \\d+ ms", "RESPONSE STATUS 200"]) {
          expect(found).toContainEqual(expect.stringMatching(line(tag, text)));
        }
      }
    });

    it("shows the log to who knows the password, while it grows", async () => {
      const password = await viewSecret("password");
      const browser = await openBrowser({ "*.example.local": address });
      try {
        const stranger = await browser.newPage();
        expect((await stranger.goto("http://syslog.example.local/"))?.status()).toBe(401);
        const context = await browser.newContext({
          httpCredentials: { username: "syslog", password },
          viewport: { width: 1280, height: 560 },
        });
        const page = await context.newPage();
        await page.goto("http://syslog.example.local/");
        await visit("/search?search=seen");
        await expect.poll(() => page.locator("body").innerText(), { timeout: 30_000 }).toContain("search=seen");
        await page.screenshot({ path: clone.path("log-view.png") });
      } finally {
        await browser.close();
      }
    });

    it("shows it over TLS only, with the certificate of its Secret, to whoever comes by port-forward", async () => {
      const certificate = await viewSecret("tls\\.crt");
      const auth = `syslog:${await viewSecret("password")}`;
      const view = await Forward.to(clone, "service/syslog", 9001);
      try {
        expect(await view.status({ certificate })).toBe(401);
        expect(await view.status({ certificate, auth })).toBe(200);
        await expect(view.status({ auth })).rejects.toThrow(/self-signed certificate/);
        await expect(view.statusInClear()).rejects.toThrow(/socket hang up|ECONNRESET/);
      } finally {
        await view.stop();
      }
      const query = "/query?query=probe_ssl_earliest_cert_expiry";
      const { result } = await prometheus<{ result: readonly Sample[] }>(query);
      const end = Date.parse(new X509Certificate(certificate).validTo) / 1_000;
      expect(result.map(({ metric, value }) => [metric.instance, Number(value[1])])).toEqual([["syslog:9001", end]]);
    });

    describe("with a thoughts-backend that is away", () => {
      let load: Load;
      let away = 0;

      beforeAll(async () => {
        load = new Load(searching());
        away = Date.now();
        await kubectl("scale", "deployment", "thoughts-backend", "--replicas=0");
      });
      afterAll(() => load.stop());

      it("tells within a minute and a half that the frontend logs errors", async () => {
        await hears(["warning", "frontend", "ErrorLinesLogged", "firing"], 90, { since: away });
      });

      it("wakes somebody up within four minutes, with the page that says what to do", async () => {
        await hears(["critical", "thoughts-backend", "ServiceDown", "firing"], 240, { since: away });
        await hears(["critical", "frontend", "AvailabilityBudgetBurnsFast", "firing"], 240, { since: away });
        const alert = (await alertsIn("critical", away)).find(({ labels }) => labels.alertname === "ServiceDown");
        expect(alert?.labels).toMatchObject({ severity: "critical", environment: "local" });
        expect(alert?.annotations.runbook_url).toMatch(/\/docs\/runbooks\/service-down\.md$/);
      }, 300_000);

      it("tells that it is there again", async () => {
        const back = Date.now();
        await kubectl("scale", "deployment", "thoughts-backend", "--replicas=1");
        await hears(["critical", "thoughts-backend", "ServiceDown", "resolved"], 150, { since: back, from: away });
      });
    });

    describe("with a version of the frontend that fails", () => {
      let advanced: CommandRun;
      let load: LoadResult;

      beforeAll(async () => {
        load = await underLoad(async () => {
          const start = await clone.thoughts(
            ...["release", "start", "frontend", "v3.8", "--strategy", "blueGreen", "--cause", "search is new"],
            ...["--watch", "3"],
          );
          expect(start.code, start.text).toBe(0);
          await tryOut("green");
          advanced = await clone.thoughts("release", "advance", "frontend");
        });
      });

      /** Asks the pods of a slot that nobody is sent to yet, for longer than Prometheus takes to see it. */
      const tryOut = async (slot: string) => {
        const names = await kubectl(
          "get",
          "pods",
          "-l",
          `app=frontend,slot=${slot}`,
          "-o",
          "jsonpath={.items[*].metadata.name}",
        );
        for (let turn = 0; turn < 40; turn += 1) {
          for (const name of names.split(" ")) {
            const path = `/api/v1/namespaces/example/pods/${name}:8000/proxy/search?search=rain`;
            await kubectl("get", "--raw", path).catch(() => undefined);
          }
          await sleep(1_000);
        }
      };

      it("does not switch to it, says why, and goes back by itself", () => {
        expect(advanced.code, advanced.text).toBe(1);
        expect(advanced.text).toMatch(/v3\.8 with \d+ requests a minute: [\d.]+ % failed; allowed are 7\.2 %/);
        expect(advanced.text).toContain("frontend went back by itself to v3.7");
      });

      it("people saw nothing of it", () => {
        expect(load.requests).toBeGreaterThan(200);
        expect(load.failed, load.failures).toBe(0);
      });
    });

    describe("with a canary of thoughts-backend that is slow", () => {
      let started: CommandRun;
      let load: LoadResult;

      beforeAll(async () => {
        load = await underLoad(async () => {
          started = await clone.thoughts(
            ...["release", "start", "thoughts-backend", "v1.7", "--strategy", "canary", "--steps", "50"],
            ...["--cause", "search is thorough"],
          );
        });
      });

      it("says how slow it is, and goes back by itself", () => {
        expect(started.code, started.text).toBe(1);
        expect(started.text).toMatch(/v1\.7 with \d+ requests a minute: 95 % within \d+ ms; allowed are 250 ms/);
        expect(started.text).toContain("thoughts-backend went back by itself to v1.6");
      });

      it("no request failed", () => {
        expect(load.failed, load.failures).toBe(0);
      });
    });
  },
);
