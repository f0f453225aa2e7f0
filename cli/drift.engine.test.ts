// What somebody does in the cluster, past the program: the commands that the pages show, and changes by hand. Simulated nodes
// run no pods, so commands for a container or a port (logs, exec, port-forward) are not run: what they name must be there.
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Clone } from "./testing/clone";
import { type Check, objectsOfAws, PageCommands, pageCommands } from "./testing/page-commands";

/** An object of each kind that holds no data. */
const DELETED = [
  "deployment/syslog",
  "service/prometheus-service",
  "ingress/frontend-ingress",
  "networkpolicy/frontend",
  "poddisruptionbudget/frontend",
  "serviceaccount/users-backend",
];

/** Declared fields, and what somebody writes into them. */
const CHANGED: readonly (readonly [string, object])[] = [
  ["deployment/users-backend", { spec: { template: { spec: { terminationGracePeriodSeconds: 90 } } } }],
  ["statefulset/prometheus", { spec: { template: { metadata: { labels: { owner: "somebody" } } } } }],
  ["service/thoughts-service", { spec: { ports: [{ port: 80, targetPort: 9999 }] } }],
  ["ingress/thoughts-backend-ingress", { spec: { ingressClassName: "another" } }],
  ["networkpolicy/thoughts-backend", { spec: { policyTypes: ["Ingress"] } }],
];

/** What a Service that is made again gets anew. */
const ADDRESSES = ["clusterIP", "clusterIPs"];

/** What is declared of the objects of an environment, by kind and name. */
async function declaredIn(clone: Clone): Promise<ReadonlyMap<string, object>> {
  const kinds = "deployments,statefulsets,services,ingresses,networkpolicies,poddisruptionbudgets,serviceaccounts";
  const { items } = JSON.parse(await clone.kubectl("get", kinds, "-o", "json")) as {
    readonly items: readonly {
      readonly kind: string;
      readonly metadata: { readonly name: string; readonly labels?: object };
      readonly spec?: object;
    }[];
  };
  return new Map(
    items.map(({ kind, metadata: { name, labels }, spec = {} }) => {
      const declared = Object.entries(spec).filter(([field]) => !ADDRESSES.includes(field));
      return [`${kind}/${name}`, { labels, ...Object.fromEntries(declared) }];
    }),
  );
}

/** How many resources drifted, by what became of them. */
function driftIn(clone: Clone): Readonly<Record<string, number>> {
  const { drift } = JSON.parse(clone.read("drift", "local.json")) as { readonly drift: readonly { what: string }[] };
  const count = (what: string) => drift.filter((one) => one.what === what).length;
  return { gone: count("gone"), changed: count("changed") };
}

describe("an environment whose cluster is changed past the program", () => {
  let clone: Clone;

  beforeAll(async () => {
    clone = new Clone();
    expect(await clone.thoughts("up")).toMatchObject({ code: 0 });
  });
  afterAll(() => clone.remove());

  it("gives an answer to each command of kubectl that a page shows", async () => {
    clone.write("objects-of-aws.json", JSON.stringify({ apiVersion: "v1", kind: "List", items: objectsOfAws() }));
    // Each names its own namespace.
    const objects = ["-n", "", "-f", clone.path("objects-of-aws.json")];
    // The class of the volumes on AWS lets them grow.
    await clone.kubectl("patch", "storageclass", "standard", "-p", '{"allowVolumeExpansion":true}');
    await clone.kubectl("create", ...objects);
    const commands = new PageCommands(clone);
    const failed: string[] = [];
    const checked: Record<Check, number> = { run: 0, "dry run": 0, objects: 0 };
    for (const command of pageCommands()) {
      try {
        checked[await commands.try(command)] += 1;
      } catch (error) {
        failed.push((error as Error).message);
      }
    }
    await clone.kubectl("delete", ...objects);
    await clone.kubectl("patch", "storageclass", "standard", "-p", '{"allowVolumeExpansion":null}');
    expect(failed).toEqual([]);
    expect(Object.values(checked).filter((count) => count < 5)).toEqual([]);
  });

  it.each([
    ["-n example logs job/nothing", 'jobs.batch "nothing" not found'],
    ["-n example get pods -l app=front", "it finds nothing"],
    ["get pods", "it finds nothing"],
    ["-n example get pods --sorted", "unknown flag: --sorted"],
    ["-n example logs deployment/syslog -c rsyslog", "there is no container rsyslog, but syslog, frontail, mtail"],
    ["-n example port-forward service/alertmanager 9094", "there is no port 9094, but 9093"],
    ["-n example scale deployment/front --replicas 0", 'deployments.apps "front" not found'],
    ["drain NODE", "nothing says how to check kubectl drain"],
  ])("finds a command that does not work as written: kubectl %s", async (args, problem) => {
    const command = { page: "docs/a.md", line: 7, place: "block" as const, words: ["kubectl", ...args.split(" ")] };
    await expect(new PageCommands(clone).try(command)).rejects.toThrow(problem);
    await expect(new PageCommands(clone).try(command)).rejects.toThrow(/^docs\/a\.md:7: kubectl /);
  });

  it("finds and puts right, told to refresh, all that was changed or deleted by hand", async () => {
    const before = await declaredIn(clone);
    for (const object of DELETED) {
      await clone.kubectl("delete", object, "--wait=false");
    }
    const { code: status, text: shown } = await clone.thoughts("status");
    expect(status).toBe(1);
    expect(shown).toMatch(/^ {2}syslog +0\/1 {2}not there/m);
    expect(shown).toContain("10 of 11 workloads are ready");
    for (const [object, patch] of CHANGED) {
      await clone.kubectl("patch", object, "-p", JSON.stringify(patch));
    }
    const state = () => clone.read(".sandbox", "pulumi", "state", ".pulumi", "stacks", "thoughts", "local.json");
    const known = state();
    const drift = await clone.thoughts("drift", "--out", clone.path("drift"));
    expect(drift).toMatchObject({ code: 2 });
    expect(drift.text).toContain("    spec.template.spec.terminationGracePeriodSeconds: 40 → 90\n");
    expect(drift.text).toContain("Not looked up: 6 Secret.");
    expect(driftIn(clone)).toEqual({ gone: DELETED.length, changed: CHANGED.length });
    expect(state()).toBe(known);
    const { code, text } = await clone.thoughts("up", "--refresh");
    expect({ code, text }).toMatchObject({ code: 0 });
    expect(text).toContain(`${DELETED.length} create, ${CHANGED.length} update`);
    expect(await declaredIn(clone)).toEqual(before);
  });

  it("has no false alarm, told to refresh what nobody has touched", async () => {
    expect(await clone.thoughts("drift")).toMatchObject({
      code: 0,
      text: expect.stringContaining("local: no resource is otherwise than declared, of 80") as string,
    });
    expect((await clone.thoughts("up", "--refresh")).text).toContain("nothing to change, 118 resources");
  });

  it("does not overwrite a field that another manager has changed, until it is told to", async () => {
    const image = () =>
      clone.kubectl("get", "deployment", "frontend", "-o", "jsonpath={.spec.template.spec.containers[0].image}");
    const container = { name: "frontend-service", image: "registry.example.local/frontend:v9.9" };
    const patch = JSON.stringify({ spec: { template: { spec: { containers: [container] } } } });
    await clone.kubectl("patch", "deployment", "frontend", "--field-manager", "someone", "-p", patch);
    clone.edit("Pulumi.local.yaml", "tag: v3.7", "tag: v3.8");
    const { code, text } = await clone.thoughts("up");
    clone.edit("Pulumi.local.yaml", "tag: v3.8", "tag: v3.7");
    expect(code).toBe(1);
    expect(text).toMatch(/"someone" owns \.spec\.template\.spec\.containers\[name="frontend-service"\]\.image\./);
    expect(text).toContain("PULUMI_K8S_ENABLE_PATCH_FORCE=true npm run up");
    expect(await image()).toBe(container.image);

    clone.environment.PULUMI_K8S_ENABLE_PATCH_FORCE = "true";
    expect((await clone.thoughts("up")).text).toContain("1 update");
    delete clone.environment.PULUMI_K8S_ENABLE_PATCH_FORCE;
    expect(await image()).toBe("registry.example.local/frontend:v3.7");
  });

  it("is made anew in another cluster, if its own is lost", async () => {
    for (const { pid, command } of await clone.processes()) {
      if (command.includes("/cluster/")) {
        process.kill(pid, "SIGKILL");
      }
    }
    rmSync(clone.path(".sandbox", "cluster"), { recursive: true });
    expect(await clone.thoughts("up")).toMatchObject({
      code: 0,
      text: expect.stringMatching(/\d+ create\./) as string,
    });
    expect(await clone.objects("deployments")).toContain("deployment.apps/frontend");
  });

  it("is taken down to its end and made anew, if its down was killed half-way", async () => {
    clone.write(".sandbox/going-down", "");
    rmSync(clone.path(".sandbox", "pulumi"), { recursive: true });
    expect((await clone.thoughts("up")).text).toContain("118 create");
  });

  it("is found by down, though what was written down of it is lost", async () => {
    clone.write(".sandbox/platform.json", '{"kubeconf');
    expect(await clone.thoughts("down")).toMatchObject({ code: 0 });
    await vi.waitUntil(async () => (await clone.processes()).length === 0, { timeout: 10_000 });
  });
});
