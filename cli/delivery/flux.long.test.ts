// Flux's own controllers and a real Git server; nodes are simulated.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Clone } from "../testing/clone";
import { Flux } from "./testing/flux";
import { type GitServer, gitServer, Repository } from "./testing/git-server";

const SERVICES = ["users-backend", "thoughts-backend", "frontend"];
const BY_PULUMI = "  thoughts:delivery:\n    kind: pulumi\n    handOver: true\n";
const byFlux = (url: string, prune: boolean) =>
  `  thoughts:delivery:\n    kind: flux\n    url: ${url}\n    path: local\n    prune: ${prune}\n`;

describe("an environment whose services Flux brings in from Git", { timeout: 300_000 }, () => {
  let clone: Clone;
  let flux: Flux;
  let server: GitServer;
  let repository: Repository;
  let uids = "";

  const up = async () => {
    const { code, text } = await clone.thoughts("up", "--allow-data-loss");
    expect(code, text).toBe(0);
    return text;
  };
  const render = async () => {
    const { code, text } = await clone.thoughts(
      "render",
      "local",
      "--deployed",
      "--to",
      join(repository.tree, "local"),
    );
    expect(code, text).toBe(0);
  };
  const get = (path: string, ...what: readonly string[]) => clone.kubectl("get", ...what, "-o", `jsonpath={${path}}`);
  const uidsOf = () => get(".items[*].metadata.uid", "deployments", "--selector", "slot");
  const image = async () =>
    (await get(".spec.template.spec.containers[0].image", "deployment", "frontend")).replace(/.*:/, "");
  const applied = async (commit: string) => {
    await flux.reconcile();
    for (const service of SERVICES) {
      await expect.poll(() => flux.said(service)).toBe(`True Applied revision: main@sha1:${commit}`);
    }
  };

  beforeAll(async () => {
    clone = new Clone();
    mkdirSync(clone.path("tree"));
    repository = new Repository(clone.path("tree"), clone.path("delivery.git"));
    server = await gitServer(clone.folder);
    await up();
    flux = await Flux.install(clone);
    await flux.start();
    uids = await uidsOf();
  }, 1_500_000);
  afterAll(async () => {
    await flux.stop();
    server.stop();
    await clone.remove();
  });

  it("refuses to let Flux have them while Pulumi would delete them, and says what to do first", async () => {
    clone.edit("Pulumi.local.yaml", "config:\n", `config:\n${byFlux(server.url, false)}`);
    const { code, text } = await clone.thoughts("up");
    clone.edit("Pulumi.local.yaml", byFlux(server.url, false), "");
    expect(code).toBe(1);
    expect(text).toContain("run it with { kind: pulumi, handOver: true } first (docs/gitops.md)");
    expect(await uidsOf()).toBe(uids);
  });

  it("hands the services over, and no pod notices", async () => {
    clone.edit("Pulumi.local.yaml", "config:\n", `config:\n${BY_PULUMI}`);
    expect(await up()).toContain("nothing to change");
    clone.edit("Pulumi.local.yaml", BY_PULUMI, byFlux(server.url, false));
    expect(await up()).toMatch(/create, 16 replace/);
    await render();
    await applied(repository.push("The services as they run"));
    expect(await uidsOf()).toBe(uids);
    expect(await up()).toContain("nothing to change");
  });

  it("has one owner for each field of what was handed over: what a commit takes away is gone", async () => {
    const managers = await get(".metadata.managedFields[*].manager", "deployment", "frontend", "--show-managed-fields");
    expect(managers).toContain("kustomize-controller");
    expect(managers).not.toContain("pulumi");
  });

  it("54: leaves a new version to a commit, and a rollback to a revert", async () => {
    clone.edit("Pulumi.local.yaml", "tag: v3.7", "tag: v3.8");
    await up();
    expect(await image()).toBe("v3.7");
    await render();
    await applied(repository.push("frontend v3.8"));
    expect(await image()).toBe("v3.8");
    await applied(repository.revert());
    expect(await image()).toBe("v3.7");
    await render();
    await applied(repository.push("frontend v3.8 again"));
  });

  it("puts back what somebody has changed by hand", async () => {
    await clone.kubectl("scale", "deployment", "frontend", "--replicas", "5");
    await flux.reconcile("frontend");
    await expect.poll(() => get(".spec.replicas", "deployment", "frontend")).toBe("2");
  });

  it("goes on as it is after a commit that can't be applied, and says why", async () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "stolen", namespace: "kube-system" } };
    repository.write("local/example/frontend/secret-stolen.yaml", JSON.stringify(secret));
    repository.push("A Secret of another namespace");
    await flux.reconcile();
    await expect.poll(() => flux.said("frontend")).toMatch(/False .*secrets.*forbidden/s);
    expect(await image()).toBe("v3.8");
    await applied(repository.revert());
  });

  it("54: leaves an object whose file is gone, and deletes it where prune is on", async () => {
    const budget = () => clone.objects("poddisruptionbudgets");
    rmSync(join(repository.tree, "local/example/frontend/poddisruptionbudget-frontend.yaml"));
    await applied(repository.push("No budget"));
    expect(await budget()).toContain("poddisruptionbudget.policy/frontend");

    await applied(repository.revert());
    clone.edit("Pulumi.local.yaml", "prune: false", "prune: true");
    await up();
    rmSync(join(repository.tree, "local/example/frontend/poddisruptionbudget-frontend.yaml"));
    await applied(repository.push("No budget"));
    await expect.poll(budget).not.toContain("poddisruptionbudget.policy/frontend");
    await applied(repository.revert());
  });

  it("gives the services back to Pulumi, and no pod notices", async () => {
    clone.edit("Pulumi.local.yaml", byFlux(server.url, true), BY_PULUMI);
    await up();
    expect(await uidsOf()).toBe(uids);
    expect(await clone.objects("kustomizations")).toEqual([]);
  });
});
