// The registry is crane's own, a real one; its images hold a text each, and nodes are simulated.
import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tar from "tar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePorts } from "../engine/process/free-ports";
import { ensureTool } from "../engine/toolchain/ensure";
import { nodeCatalog } from "../engine/toolchain/node-catalog";
import type { Tool } from "../engine/toolchain/tool";
import { startRegistry } from "./images/testing/registries";
import { Clone } from "./testing/clone";

const FILE = "Pulumi.demo-finn.yaml";
const BRANCH = "feature/search";
const REPOSITORIES = ["users_server", "thoughts_server", "frontend"];

describe("a demo that follows a branch", () => {
  const clone = new Clone();
  const folder = mkdtempSync(join(tmpdir(), "thoughts-follow-"));
  let crane: Tool;
  let server: ChildProcess;
  let host = "";

  const env = (...args: readonly string[]) => clone.thoughts("env", ...args);
  const git = (...args: readonly string[]) =>
    execFileSync("git", args, { cwd: clone.folder, encoding: "utf8", stdio: "pipe" }).trim();
  /** Commits a text, and pushes it. @returns what tags the images of the commit */
  const push = (text: string) => {
    clone.write("docs/scope.txt", text);
    clone.commit(text);
    git("push", "--quiet", "origin", "HEAD");
    return git("rev-parse", "HEAD").slice(0, 7);
  };
  /** What CI does once it has built images. */
  const publish = (tag: string, repositories: readonly string[]) => {
    const layer = join(folder, `${tag}.tar`);
    writeFileSync(join(folder, tag), tag);
    tar.create({ file: layer, sync: true, cwd: folder, portable: true, mtime: new Date(0) }, [tag]);
    for (const repository of repositories) {
      const args = ["append", "--oci-empty-base", "--new_layer", layer, "--new_tag", `${host}/${repository}:${tag}`];
      execFileSync(join(crane.folder, "crane"), args, { stdio: "pipe" });
    }
    return execFileSync(join(crane.folder, "crane"), ["digest", `${host}/frontend:${tag}`], {
      encoding: "utf8",
    }).trim();
  };
  const image = () =>
    clone.kubectl(
      ...["-n", "demo-finn", "get", "deployment", "frontend"],
      ...["-o", "jsonpath={.spec.template.spec.containers[0].image} {.status.readyReplicas}"],
    );
  const changedAt = () => /changed: "(.+)"/.exec(clone.read(FILE))?.[1] ?? "";
  let first = "";
  let second = "";

  beforeAll(async () => {
    crane = await ensureTool(nodeCatalog().crane, { report: () => undefined });
    const [port = 0] = await freePorts(1);
    server = await startRegistry(crane, port);
    host = `127.0.0.1:${port}`;
    clone.edit("Pulumi.local.yaml", "registry.example.local", host);
    clone.commit("first");
    execFileSync("git", ["init", "--quiet", "--bare", join(folder, "origin.git")]);
    git("branch", "--move", "main");
    git("remote", "add", "origin", join(folder, "origin.git"));
    git("push", "--quiet", "origin", "main");
    const { code, text } = await clone.thoughts("up");
    expect(code, text).toBe(0);
  });
  afterAll(async () => {
    await clone.remove();
    const ended = once(server, "close");
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it("is refused for a branch that is not there, and for one without images, and nothing is made", async () => {
    const follow = () => env("clone", "local", "demo-finn", "--follow", BRANCH);
    const missing = await follow();
    expect(missing.code).toBe(1);
    expect(missing.text).toContain(`origin has no branch ${BRANCH}; push it`);
    git("checkout", "--quiet", "-b", BRANCH);
    first = push("first of the branch");
    publish(first, ["users_server", "frontend"]);
    const early = await follow();
    expect(early.code).toBe(1);
    expect(early.text).toContain(`there are no images of branch ${BRANCH} yet: ${host} has none of ${first} for every`);
    expect(early.text).not.toMatch(/^ +at /m);
    expect(existsSync(clone.path(FILE))).toBe(false);
    expect(await clone.kubectl("get", "namespaces", "-o", "name")).not.toContain("demo-finn");
  });

  it("runs the images of its newest commit, by their digests, and says so", async () => {
    const digest = publish(first, REPOSITORIES);
    const { code, text } = await env("clone", "local", "demo-finn", "--follow", BRANCH);
    expect(code, text).toBe(0);
    expect(text).toContain(`Images of ${BRANCH}: ${first}`);
    expect(await image()).toBe(`${host}/frontend:${first}@${digest} 1`);
    expect(clone.read(FILE)).toMatch(new RegExp(`follow:\\n +branch: ${BRANCH}\\n +commit: "?${first}"?\\n`));
    expect((await env("show", "demo-finn")).text).toMatch(new RegExp(`follows +branch ${BRANCH}, at ${first}$`, "m"));
    expect((await env("list")).text).toContain(`frontend ${first}, follows branch ${BRANCH}, at ${first}`);
    const annotations = await clone.kubectl("get", "namespace", "demo-finn", "-o", "jsonpath={.metadata.annotations}");
    expect(JSON.parse(annotations)).toMatchObject({ "thoughts/follows": `${BRANCH} at ${first}` });
  });

  it("stays as it is while a newer commit has not all of its images", async () => {
    second = push("second of the branch");
    publish(second, ["frontend"]);
    const before = clone.read(FILE);
    const { code, text } = await env("update", "demo-finn");
    expect(code, text).toBe(0);
    expect(text).toContain(`Images of ${BRANCH}: ${first}; no images yet of ${second}`);
    expect(text).toContain(`demo-finn runs ${first} of ${BRANCH} already. Nothing was changed.`);
    expect(clone.read(FILE)).toBe(before);
  });

  it("gets the newer images by an update, which counts as a change", async () => {
    const start = changedAt();
    const updating = env("update", "demo-finn", "--wait", "2m");
    const digest = publish(second, REPOSITORIES);
    const { code, text } = await updating;
    expect(code, text).toBe(0);
    expect(text).toContain(`demo-finn runs ${second} of ${BRANCH}, and ends in 2 days`);
    expect(await image()).toBe(`${host}/frontend:${second}@${digest} 1`);
    expect(changedAt() > start).toBe(true);
  });

  it("lets nobody name an image as well, until it follows the branch no more", async () => {
    const set = ["--set", "services.frontend.image.tag=v3.8"].concat(
      ...["users-backend.image.tag=v2.3", "thoughts-backend.image.tag=v1.6"].map((one) => ["--set", `services.${one}`]),
    );
    const refused = await env("clone", "local", "demo-finn", ...set);
    expect(refused.code).toBe(1);
    expect(refused.text).toContain(`demo-finn follows branch ${BRANCH}, which says which images run`);
    const { code, text } = await env("clone", "local", "demo-finn", "--no-follow", ...set);
    expect(code, text).toBe(0);
    expect(await image()).toBe(`${host}/frontend:v3.8 1`);
    const none = await env("update", "demo-finn");
    expect(none.code).toBe(1);
    expect(none.text).toContain(
      "demo-finn follows no branch; choose one: npx thoughts env clone local demo-finn --follow",
    );
  });
});
