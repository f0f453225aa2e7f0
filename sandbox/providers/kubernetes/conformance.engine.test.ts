import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

import { Bystander } from "./conformance/bystander";
import { deployment, type Case } from "./conformance/case";
import { changes } from "./conformance/cases/changes";
import { deletion } from "./conformance/cases/deletion";
import { kinds } from "./conformance/cases/kinds";
import { naming } from "./conformance/cases/naming";
import { ownership } from "./conformance/cases/ownership";
import { previews } from "./conformance/cases/previews";
import { readiness } from "./conformance/cases/readiness";
import { secrets } from "./conformance/cases/secrets";
import { plugins } from "./conformance/plugins";
import { Resource } from "./conformance/resource";
import { placed, run } from "./conformance/run";
import { Refusal, Session } from "./conformance/session";
import { objectAt, objectsAt, type JsonObject } from "../wire/json";
import { testCluster } from "../../control-plane/test-cluster";

const topics: Readonly<Record<string, readonly Case[]>> = {
  "names and namespaces": naming,
  changes,
  previews,
  "ownership and drift": ownership,
  secrets,
  readiness,
  deletion,
  kinds,
};

const PLUGINS = plugins();

let cluster: Awaited<ReturnType<typeof testCluster>>;
let bystander: Bystander;
const namespaces: string[] = [];

const namespaceObject = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

/** The suite's kubeconfig with other fields of its clusters and users. */
function kubeconfigWith(inCluster: JsonObject, inUser: JsonObject): string {
  const config = parse(readFileSync(cluster.kubeconfig, "utf8")) as JsonObject;
  const merged = (list: string, field: string, fields: JsonObject) =>
    objectsAt(config, list).map((entry) => ({ ...entry, [field]: { ...objectAt(entry, field), ...fields } }));
  const clusters = merged("clusters", "cluster", inCluster);
  return JSON.stringify({ ...config, clusters, users: merged("users", "user", inUser) });
}

/** A namespace of its own for each case: runs of the suite do not meet either. */
async function freshNamespace(): Promise<string> {
  const name = `conf-${Math.random().toString(36).slice(2, 8)}-${namespaces.length}`;
  namespaces.push(name);
  await bystander.create(namespaceObject(name));
  return name;
}

beforeAll(async () => {
  cluster = await testCluster();
  bystander = new Bystander(cluster.kubeconfig, cluster.context);
});

afterAll(async () => {
  await Promise.all(namespaces.map((name) => bystander.delete(namespaceObject(name), false)));
  await cluster.stop();
});

describe.each(PLUGINS)("$name", (plugin) => {
  const sessions = new Map<string, Promise<Session>>();
  const where = () => ({ kubeconfig: cluster.kubeconfig, context: cluster.context });
  const started: Session[] = [];

  /** One process for all cases with the same options. */
  function session(options: Readonly<Record<string, string>> = {}): Promise<Session> {
    const key = JSON.stringify(options);
    const present = sessions.get(key) ?? Session.start(plugin, { ...where(), ...options });
    sessions.set(key, present);
    return present;
  }

  async function own(options: Readonly<Record<string, string>>): Promise<Session> {
    const fresh = await Session.start(plugin, options);
    started.push(fresh);
    return fresh;
  }

  afterAll(async () => {
    const shared = await Promise.all(sessions.values());
    await Promise.all([...shared, ...started].map((each) => each.stop()));
  });

  describe.each(Object.entries(topics))("%s", (_, cases) => {
    const applicable = cases.filter((each) => plugin === PLUGINS[0] || each.standInOnly === undefined);
    it.concurrent.each(applicable)("$name", async (each) => {
      const namespace = await freshNamespace();
      await run(await session(each.options), bystander, placed(each, namespace), namespace);
    });
  });

  describe("provider options", () => {
    it("accepts its own, and refuses what it does not know or do by name", async () => {
      const fresh = await Session.unconfigured(plugin);
      started.push(fresh);
      expect(await fresh.optionProblems({ ...where(), enableServerSideApply: "true", namespace: "x" })).toEqual([]);
      if (plugin !== PLUGINS[0]) return;
      expect((await fresh.optionProblems({ renderYamlToDirectory: "/tmp/x" })).join()).toContain(
        "renderYamlToDirectory",
      );
      expect((await fresh.optionProblems({ enableServerSideApply: "false" })).join()).toContain(
        "enableServerSideApply",
      );
      expect((await fresh.optionProblems({ kubeconfg: "x" })).join()).toContain("kubeconfg");
    });

    it("replaces the provider only when another cluster is pointed at", async () => {
      const fresh = await Session.unconfigured(plugin);
      started.push(fresh);
      const here = { kubeconfig: kubeconfigWith({}, {}) };
      const moved = { kubeconfig: kubeconfigWith({ server: "https://192.0.2.1:6443" }, {}) };
      const rotated = { kubeconfig: kubeconfigWith({}, { token: "another" }) };
      expect(await fresh.optionReplacements(here, moved)).toEqual(["kubeconfig"]);
      expect(await fresh.optionReplacements(here, rotated)).toEqual([]);
      expect(await fresh.optionReplacements(here, { ...here, namespace: "x" })).toEqual([]);
    });
  });

  describe("without a cluster", () => {
    const inputs = placed(deployment(1), "default");

    it("previews the inputs and fails an update, naming the cluster's address", async () => {
      const resource = new Resource(
        await own({ kubeconfig: kubeconfigWith({ server: "https://127.0.0.1:1" }, {}) }),
        "kubernetes:apps/v1:Deployment",
        "lost",
      );
      expect((await resource.preview(inputs)).state?.outputs).toMatchObject({ spec: { replicas: 1 } });
      const error = await resource.up(inputs).catch((problem: unknown) => problem);
      expect(error).toBeInstanceOf(Refusal);
      expect(String(error)).toContain("unreachable");
      expect(String(error)).toContain("https://127.0.0.1:1");
      expect(String(error)).not.toMatch(/\n\s+at /);
    });

    it("says so, without the contents, when the kubeconfig cannot be read", async () => {
      const resource = new Resource(
        await own({ kubeconfig: "{ token: s3cr3t-token: [" }),
        "kubernetes:apps/v1:Deployment",
        "bad",
      );
      const error = await resource.up(inputs).catch((problem: unknown) => problem);
      expect(String(error)).toContain("kubeconfig");
      if (plugin === PLUGINS[0]) expect(String(error)).not.toContain("s3cr3t-token");
    });
  });

  describe("the process", () => {
    it("ends its waits when the engine cancels", async () => {
      const namespace = await freshNamespace();
      const cancelled = await own(where());
      const resource = new Resource(cancelled, "kubernetes:apps/v1:Deployment", "waiting");
      const stuck = placed(deployment(1, {}, { resources: { requests: { cpu: "100k" } } }), namespace);
      const up = resource.up(stuck).catch((problem: unknown) => problem);
      while ((await bystander.look(stuck)) === undefined) await pause(50);
      await cancelled.cancel();
      const error = await up;
      expect(error).toBeInstanceOf(Refusal);
      expect((error as Refusal).kept?.id).toBe(`${namespace}/web`);
    });

    it.runIf(plugin === PLUGINS[0])("ends when the engine that started it is killed", async () => {
      const { command, args } = plugin;
      const script = `const {spawn}=require("child_process");const p=spawn(${JSON.stringify(command)},${JSON.stringify(args)},{stdio:["ignore","pipe","ignore"]});p.stdout.once("data",()=>{console.log(p.pid);process.kill(process.pid,"SIGKILL")})`;
      let output = "";
      try {
        execFileSync(process.execPath, ["-e", script]);
      } catch (error) {
        output = String((error as { stdout: Buffer }).stdout);
      }
      const orphan = Number(output);
      expect(orphan).toBeGreaterThan(1);
      const alive = (): boolean => {
        try {
          process.kill(orphan, 0);
          return true;
        } catch {
          return false;
        }
      };
      for (let i = 0; i < 50 && alive(); i++) await pause(100);
      expect(alive()).toBe(false);
    });
  });
});
