import { once } from "node:events";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Comparison } from "./env/comparison";
import { Clone } from "./testing/clone";
import { Rights } from "./testing/rights";

const FILE = "Pulumi.demo-anna.yaml";

const WISH = ["--owner", "shop", "--scope", "the new search", "--ttl", "24h"];

/** What is read, and so has three verbs. No Secret is among it. */
const READ = [
  ...[
    "configmaps",
    "endpoints",
    "events",
    "limitranges",
    "persistentvolumeclaims",
    "pods",
    "pods/log",
    "resourcequotas",
  ],
  ...["serviceaccounts", "services", "cronjobs.batch", "jobs.batch", "endpointslices.discovery.k8s.io"],
  ...["controllerrevisions.apps", "deployments.apps", "replicasets.apps", "statefulsets.apps", "events.events.k8s.io"],
  ...["ingresses.networking.k8s.io", "networkpolicies.networking.k8s.io", "poddisruptionbudgets.policy"],
];

/** All that the team of an owner may do, and only in the demo's namespace. */
const OWNERS_RIGHTS = [
  ...READ.flatMap((resource) => ["get", "list", "watch"].map((verb) => `${verb} ${resource}`)),
  ...["delete pods", "get pods/exec", "create pods/exec", "get pods/portforward", "create pods/portforward"],
];

interface Namespace {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
}

describe("a copy of the local environment in its cluster", () => {
  const clone = new Clone();
  const env = (...args: readonly string[]) => clone.thoughts("env", ...args);

  /** What runs in a namespace: `frontend 1/1 frontend:v3.7`. */
  const running = async (namespace: string) => {
    const columns =
      "{.metadata.name} {.status.readyReplicas}/{.spec.replicas} {.spec.template.spec.containers[0].image}";
    const found = `jsonpath={range .items[*]}${columns}{"\\n"}{end}`;
    return (await clone.kubectl("-n", namespace, "get", "deployments", "-o", found)).trim().split("\n");
  };
  const password = async (namespace: string) => {
    const found = `jsonpath={.items[?(@.data.postgres-password)].data.postgres-password}`;
    return clone.kubectl("-n", namespace, "get", "secrets", "-o", found);
  };

  let before: readonly string[] = [];

  beforeAll(async () => {
    const { code, text } = await clone.thoughts("up");
    expect(code, text).toBe(0);
    before = await running("example");
    const made = await env("clone", "local", "demo-anna", ...WISH);
    expect(made.code, made.text).toBe(0);
    expect(made.text).toContain("http://frontend.demo-anna.example.local");
    expect(made.text).toContain("6 of 6 workloads are ready.");
  });
  afterAll(() => clone.remove());

  it("runs the same versions, each in one pod, and nothing that watches over it", async () => {
    expect(await running("demo-anna")).toEqual([
      "frontend 1/1 registry.example.local/frontend:v3.7",
      expect.stringMatching(/^syslog 1\/1 /),
      "thoughts-backend 1/1 registry.example.local/thoughts_server:v1.6",
      "users-backend 1/1 registry.example.local/users_server:v2.3",
    ]);
  });

  it("has no provider but those that the program names, as the stacks that are committed", () => {
    const fields = /^ *pulumi:disable-default-providers:/m;
    expect(clone.read("Pulumi.local.yaml")).toMatch(fields);
    expect(clone.read(FILE)).toMatch(fields);
  });

  it("lets its owner's team look into it and start pods anew, and nobody do anything else, asked for every verb and resource", async () => {
    await Rights.of(clone, async (rights) => {
      const anybody = { user: "anna", groups: ["system:authenticated"] };
      const owner = { user: "anna", groups: ["system:authenticated", "team:shop"] };
      const gained = async (namespace: string) => {
        const [before, after] = await Promise.all([rights.in(namespace, anybody), rights.in(namespace, owner)]);
        return after.filter((right) => !before.includes(right));
      };
      expect(await gained("demo-anna")).toEqual([...OWNERS_RIGHTS].sort());
      for (const namespace of ["example", "kube-system", "default", "demo-other", ""]) {
        expect([namespace, await gained(namespace)]).toEqual([namespace, []]);
      }
      expect(await rights.in("demo-anna", { user: "bert", groups: ["system:authenticated", "team:other"] })).toEqual(
        await rights.in("demo-anna", anybody),
      );
    });
  });

  it("has nothing otherwise than its source but what is declared", async () => {
    const { text } = await env("diff", "local", "demo-anna", "--json");
    const { onlyFirst, onlySecond, differing } = JSON.parse(text) as Comparison;
    const watching = /prometheus|alertmanager|grafana|blackbox|kube-state-metrics/;
    expect(onlyFirst.filter((object) => !watching.test(object))).toEqual(["PodDisruptionBudget/frontend"]);
    const bounds = ["LimitRange", "NetworkPolicy", "ResourceQuota", "Role", "RoleBinding"];
    expect(onlySecond).toEqual(bounds.map((kind) => `${kind}/tenant`));
    expect(differing.map(([object, difference]) => [object, Object.keys(difference)])).toEqual([
      ["Deployment/frontend", ["spec.replicas"]],
      ["Namespace/<namespace>", ["metadata.annotations", "metadata.labels.demo-of", "metadata.labels.owner"]],
    ]);
  });

  it("has passwords of its own", async () => {
    const [own, sources] = await Promise.all([password("demo-anna"), password("example")]);
    expect(own).not.toBe("");
    expect(own).not.toBe(sources);
  });

  it("says on its namespace whose it is, what for, and until when", async () => {
    const { metadata } = JSON.parse(await clone.kubectl("get", "namespace", "demo-anna", "-o", "json")) as Namespace;
    expect(metadata.labels).toMatchObject({ owner: "shop", "demo-of": "local" });
    const { "thoughts/changed": changed = "", "thoughts/expires": expires = "" } = metadata.annotations;
    expect(metadata.annotations["thoughts/scope"]).toBe("the new search");
    expect(Date.parse(expires) - Date.parse(changed)).toBe(24 * 3_600_000);
  });

  it("takes another version, which its source does not have, and the source's next run sees nothing of it", async () => {
    const version = ["--set", "services.frontend.image.tag=v3.8"];
    expect(await env("clone", "local", "demo-anna", ...version)).toMatchObject({ code: 0 });
    expect(await running("demo-anna")).toContain("frontend 1/1 registry.example.local/frontend:v3.8");
    expect((await env("diff", "local", "demo-anna")).text).toContain(
      ".image: registry.example.local/frontend:v3.7 → registry.example.local/frontend:v3.8",
    );
    const { code, text } = await clone.thoughts("up");
    expect(code, text).toBe(0);
    expect(text).toContain("nothing to change");
    expect(await running("example")).toEqual(before);
    const { text: list } = await env("list");
    expect(list).toMatch(
      /^demo-anna {2}of local {2}shop {2}ready 6\/6 {2}.* old {2}ends in 24 h {2}\$\d+\.\d\d a month, \$\d+\.\d\d asleep\n {2}.*frontend v3\.8$/m,
    );
    expect(list).toContain("1 demo: 6 pods ask for 0.4 CPU and 0.5 GiB.");
    expect(list).toMatch(
      /On nodes such as staging's \(m5\.large in us-west-2\) they cost \$\d+\.\d\d a month, 1 node of their own; all asleep, \$0\.\d\d\./,
    );
  });

  it("has releases and keys of its own, which its source sees nothing of, and which count as changes", async () => {
    const changedAt = () => /changed: "(.+)"/.exec(clone.read(FILE))?.[1] ?? "";
    const start = changedAt();
    const here = ["-s", "demo-anna"];
    const canary = ["--strategy", "canary", "--steps", "50", "--watch", "1", "--cause", "search is new"];
    const started = await clone.thoughts("release", "start", "frontend", "v3.9", ...canary, ...here);
    expect(started.code, started.text).toBe(0);
    expect(started.text).toContain("nothing but frontend");
    expect((await running("demo-anna")).filter((line) => line.includes("/frontend:"))).toHaveLength(2);
    expect(await clone.thoughts("release", "finish", "frontend", "--watch", "1", ...here)).toMatchObject({ code: 0 });
    const next = await clone.thoughts("keys", "next", ...here);
    expect(next.code, next.text).toBe(0);
    expect(changedAt() > start).toBe(true);
    expect(await running("example")).toEqual(before);
  });

  it("is signed off with its versions, and kept for another time, by its file and by its namespace", async () => {
    expect(await env("sign-off", "demo-anna", "--by", "Anna, shop")).toMatchObject({ code: 0 });
    expect(await env("extend", "demo-anna", "--ttl", "2h")).toMatchObject({ code: 0 });
    const { metadata } = JSON.parse(await clone.kubectl("get", "namespace", "demo-anna", "-o", "json")) as Namespace;
    const { annotations } = metadata;
    expect(annotations["thoughts/signed-off"]).toMatch(/^Anna, shop, .*: users-backend v2\.3, .*, frontend v3\.9$/);
    expect(Date.parse(annotations["thoughts/expires"] ?? "") - Date.parse(annotations["thoughts/changed"] ?? "")).toBe(
      2 * 3_600_000,
    );
    const { text } = await env("show", "demo-anna");
    expect(text).toMatch(/signed off +by Anna, shop, .* UTC$/m);
    expect(text).toContain("6 of 6 workloads are ready.");
    expect((await env("list")).text).toContain("keep it: npx thoughts env extend demo-anna --ttl 48h");
    expect((await clone.thoughts("status")).text).toMatch(/demo-anna .* ends in (2 h|1[12]\d min)/);
    expect((JSON.parse((await env("list", "--json")).text) as object[])[0]).toMatchObject({
      ...{ name: "demo-anna", owner: "shop", scope: "the new search", state: "ready", signedOff: true },
      versions: { frontend: "v3.9" },
    });
  });

  it("sleeps without a pod, keeps its volumes, and wakes as it was, without counting as a change", async () => {
    const awake = await running("demo-anna");
    const names = async (...what: readonly string[]) =>
      (await clone.kubectl("-n", "demo-anna", "get", ...what, "-o", "name")).split("\n").filter((name) => name !== "");
    const pods = () => names("pods", "--field-selector", "status.phase!=Succeeded");
    const file = clone.read(FILE);
    expect(await env("sleep", "demo-anna")).toMatchObject({ code: 0 });
    await expect.poll(pods, { timeout: 60_000 }).toEqual([]);
    expect(await names("persistentvolumeclaims")).toEqual([
      "persistentvolumeclaim/database-thoughts-backend-db-0",
      "persistentvolumeclaim/database-users-backend-db-0",
    ]);
    expect((await env("list")).text).toMatch(/^demo-anna .* asleep {2}/m);
    expect(await env("wake", "demo-anna")).toMatchObject({ code: 0 });
    expect(await running("demo-anna")).toEqual(awake);
    expect(clone.read(FILE)).toBe(file);
  });

  it("keeps its source from being stopped, and nothing is stopped", async () => {
    const { code, text } = await clone.thoughts("down");
    expect(code).toBe(1);
    expect(text).toMatch(/demo-anna would go with the environment.*npx thoughts env destroy demo-anna/s);
    expect(await running("example")).toEqual(before);
  });

  it("is shown beside its source by `ui`, which says what `status` says, tells no secret, and leaves no process", async () => {
    const [child, text] = clone.start("ui");
    await expect.poll(text).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
    const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(text()) ?? [];
    const pageAt = async (path: string) => (await fetch(url + path)).text();
    const [source, demo, status] = await Promise.all([
      pageAt("/"),
      pageAt("/?environment=demo-anna"),
      clone.thoughts("status", "--json"),
    ]);
    const { workloads } = JSON.parse(status.text) as { readonly workloads: readonly { readonly name: string }[] };
    expect(source).toContain(`All ${workloads.length} workloads are ready`);
    expect(workloads.filter(({ name }) => !source.includes(`<th scope="row">${name}<`))).toEqual([]);
    expect(demo).toContain("All 6 workloads are ready");
    for (const page of [source, demo]) {
      expect(page).toMatch(/<dt>frontend<\/dt><dd>v3\.7<.*<dt>frontend<\/dt><dd>v3\.9</);
      for (const namespace of ["example", "demo-anna"]) {
        expect(page).not.toContain(Buffer.from(await password(namespace), "base64").toString());
      }
      expect(page).not.toMatch(/ciphertext|PRIVATE KEY|v1:[A-Za-z0-9+/=]{8,}/);
    }
    const ended = once(child, "close");
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    expect(await clone.helpers()).toEqual([]);
  });

  it("is removed with its namespace, its state and its file, and its source stays", async () => {
    const { code, text } = await env("destroy", "demo-anna");
    expect(code, text).toBe(0);
    // A volume is deleted after its claim, by who has made it.
    const inCluster = () => clone.kubectl("get", "namespaces,persistentvolumes", "-o", "yaml");
    await expect.poll(inCluster).not.toContain("demo-anna");
    expect(existsSync(clone.path(FILE))).toBe(false);
    const files = readdirSync(clone.path(".sandbox"), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.includes("demo-anna"))).toEqual([]);
    expect((await env("list")).text).toContain("There is no demo.");
    expect(await running("example")).toEqual(before);
  });

  it("is made and removed beside others at the same time, and none waits for another one", async () => {
    const names = ["demo-gina", "demo-hans"];
    const made = await Promise.all(names.map((name) => env("clone", "local", name)));
    for (const { code, text } of made) {
      expect(code, text).toBe(0);
      expect(text).toContain("6 of 6 workloads are ready");
      expect(text).not.toContain("waiting until it has ended");
    }
    const twice = await Promise.all(names.map(() => env("extend", "demo-gina", "--ttl", "1h")));
    expect(twice.map(({ code }) => code)).toEqual([0, 0]);
    expect(twice.filter(({ text }) => text.includes("waiting until it has ended")).length).toBe(1);
    const removed = await Promise.all(names.map((name) => env("destroy", name)));
    expect(removed.map(({ code }) => code)).toEqual([0, 0]);
    expect((await env("list")).text).toContain("There is no demo.");
  });

  it("does not take a namespace that somebody else has made", async () => {
    await clone.kubectl("create", "namespace", "demo-taken");
    const { code, text } = await env("clone", "local", "demo-taken");
    expect(code).toBe(1);
    expect(text).toContain("the name demo-taken is taken: a namespace of that name is in the cluster");
    expect(existsSync(clone.path("Pulumi.demo-taken.yaml"))).toBe(false);
    await clone.kubectl("delete", "namespace", "demo-taken");
  });

  it("is copied in turn, with its versions, and the copy stays when it goes", async () => {
    const made = await env("clone", "local", "demo-dora", "--set", "services.frontend.image.tag=v3.9");
    expect(made.code, made.text).toBe(0);
    const copied = await env("clone", "demo-dora", "demo-emil");
    expect(copied.code, copied.text).toBe(0);
    expect((await env("clone", "local", "demo-emil")).text).toContain("is a copy of demo-dora, not of local");
    expect(await env("destroy", "demo-dora")).toMatchObject({ code: 0 });
    expect(await running("demo-emil")).toContain("frontend 1/1 registry.example.local/frontend:v3.9");
  });

  it("is removed once it has ended, and none that has not", async () => {
    expect((await env("prune")).text).toContain("No demo has ended.");
    const file = clone.read("Pulumi.demo-emil.yaml");
    clone.write("Pulumi.demo-emil.yaml", file.replace(/changed: .*/, 'changed: "2026-01-01T00:00:00Z"'));
    expect((await env("prune", "--dry-run")).text).toMatch(/^demo-emil ended \d+ days ago; it would be removed\.$/m);
    expect(await running("demo-emil")).toContain("frontend 1/1 registry.example.local/frontend:v3.9");
    const { code, text } = await env("prune");
    expect(code, text).toBe(0);
    expect(text).toContain("demo-emil is removed.");
    expect(await clone.kubectl("get", "namespaces", "-o", "name")).not.toContain("demo-emil");
    expect(existsSync(clone.path("Pulumi.demo-emil.yaml"))).toBe(false);
  });

  it("is made although a removal of one of its name was killed, and is removed although its file is gone", async () => {
    clone.write(join(".sandbox", "pulumi", "secrets.demo-bert.yaml"), "encryptionsalt: of-the-removed-one\n");
    const made = await env("clone", "local", "demo-bert");
    expect(made.code, made.text).toBe(0);
    rmSync(clone.path("Pulumi.demo-bert.yaml"));
    expect((await env("list")).text).toMatch(/^demo-bert .*\n {2}Pulumi\.demo-bert\.yaml is missing or not valid$/m);
    const { code, text } = await env("destroy", "demo-bert");
    expect(code, text).toBe(0);
    expect(await clone.kubectl("get", "namespaces", "-o", "name")).not.toContain("demo-bert");
  });

  it.each([
    ["empty", ""],
    ["no YAML", "config: [\n  a: b: c\n"],
    ["without a service", "config:\n  thoughts:source: local\n  thoughts:release:\n    services: {}\n"],
  ])("stands in the way of no other one if its file is %s, and is refused", async (_, content) => {
    clone.write("Pulumi.demo-cora.yaml", content);
    const list = await env("list");
    expect(list, list.text).toMatchObject({ code: 0 });
    expect(list.text).toMatch(/^demo-cora .*\n {2}Pulumi\.demo-cora\.yaml is missing or not valid$/m);
    const { code, text } = await env("clone", "local", "demo-cora");
    expect(code).toBe(1);
    expect(text).toMatch(/Pulumi\.demo-cora\.yaml (is no YAML with "config"|can't be so)/);
    expect((await env("destroy", "demo-cora")).text).toContain("demo-cora is removed.");
  });

  it.each([
    [["clone", "local", "example"], `"example" is no name of a demo: it does not begin with "demo-"`],
    [["clone", "local", "kube-system"], `"kube-system" is no name of a demo`],
    [["clone", "production", "demo-anna"], "production is copied by nobody"],
    [["clone", "demo-nobody", "demo-anna"], "there is no file Pulumi.demo-nobody.yaml"],
    [["clone", "local", "demo-anna", "--set", "frontend.tag=v1", "--ttl", "1y"], "Nothing was changed."],
    [["destroy", "demo-nobody"], "there is no demo demo-nobody"],
    [["destroy", "local"], `"local" is no name of a demo`],
  ])("is refused for %j", async (args, message) => {
    const { code, text } = await env(...args);
    expect(code).toBe(1);
    expect(text).toContain(message);
  });
});
