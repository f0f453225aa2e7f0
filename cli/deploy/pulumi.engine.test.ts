// The real engine and a real clone; the program has no resource, and what it runs is what its output says.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureEngine } from "../../engine/toolchain/ensure";
import type { ServiceRelease } from "../../release/service-release";
import { releaseIn, withPart } from "../release/stack-file";
import type { Finding } from "../smoke/smoke";
import { plainProject } from "../testing/plain-project";
import { deployedRelease, partMessage, wayBackMessage } from "./deployed-commit";
import { deploy, type Outcome } from "./deployment";
import { isOlder } from "./newer";
import { PulumiStack } from "./pulumi";

const FILE = "Pulumi.staging.yaml";
const FIRST = `config:
  thoughts:release:
    services:
      users-backend: { tag: v2.3 }
      thoughts-backend: { tag: v1.6 }
      frontend: { tag: v3.6 }
`;
const PROGRAM = `const { Config } = require("@pulumi/pulumi");
const { frontend, "users-backend": users } = new Config("thoughts").requireObject("release").services;
exports.frontend = frontend.tag;
exports.users = users.tag;
`;

describe("a stack that is deployed from a clone", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-deployed-"));
  const home = join(folder, "home");
  const clone = join(folder, "clone");
  const file = join(clone, FILE);
  let pulumi: PulumiStack;

  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=anna", "-c", "user.email=anna@example.com", ...args], {
      cwd: clone,
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  const write = (service: string, release: ServiceRelease) => {
    writeFileSync(file, withPart(readFileSync(file, "utf8"), ["services", service], release));
  };
  const services = (commit: string) => releaseIn(FILE, git("show", `${commit}:${FILE}`)).services;
  /** Commits a version of the frontend. @returns the commit */
  const commit = (tag: string): string => {
    git("checkout", "--quiet", "--force", "main");
    write("frontend", { tag });
    return commitAll(`frontend ${tag}`);
  };
  const commitAll = (subject: string): string => {
    git("commit", "--quiet", "--all", "--allow-empty", "--message", subject);
    return git("rev-parse", "HEAD");
  };
  /** What ran when it was tested. */
  let tested: string[] = [];
  /** Deploys what is checked out; v3.8 is a version that does not answer. */
  const deployed = (together = true): Promise<Outcome> => {
    const before = deployedRelease(pulumi.updates() ?? [])?.commit;
    tested = [];
    const test = (): Promise<readonly Finding[]> => {
      tested.push(`${pulumi.output("users")} ${pulumi.output("frontend")}`);
      const problem = pulumi.output("frontend") === "v3.8" ? "answers 502 instead of 200" : undefined;
      return Promise.resolve([{ service: "frontend", from: "outside", shows: "the page", question: "GET /", problem }]);
    };
    return deploy({
      services: services("HEAD"),
      before: before === undefined ? "nothing ran before" : { commit: before, services: services(before) },
      together,
      messages: { back: (to) => wayBackMessage(to), part: (coming) => partMessage(git("rev-parse", "HEAD"), coming) },
      steps: {
        up: (message) => pulumi.up({ message, yes: true }),
        back: (message) => pulumi.up({ message, yes: true }),
        test,
        write,
        restore: () => git("checkout", "--quiet", "--", FILE),
        say: () => undefined,
      },
    });
  };

  beforeAll(async () => {
    const tool = await ensureEngine({ report: () => undefined });
    const { variables, policies } = plainProject({
      folder: clone,
      beside: folder,
      home,
      pulumi: tool,
      program: PROGRAM,
    });
    writeFileSync(join(clone, ".gitignore"), "node_modules\n");
    writeFileSync(file, FIRST);
    git("init", "--quiet", "--initial-branch", "main");
    git("add", ".");
    git("commit", "--quiet", "--message", "the first");
    // As the program finds pulumi where people have it.
    process.env.PATH = variables.PATH;
    pulumi = new PulumiStack({ folder: clone, stack: "staging", variables, policies });
    expect(pulumi.updates()).toBeUndefined();
    execFileSync("pulumi", ["stack", "init", "staging"], { cwd: clone, env: variables, stdio: "pipe" });
    git("commit", "--quiet", "--all", "--allow-empty", "--message", "its encryption");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("knows by its own history which commit it runs", async () => {
    expect(deployedRelease(pulumi.updates() ?? [])?.commit).toBeUndefined();
    const first = commit("v3.7");
    expect(await deployed()).toMatchObject({ kind: "deployed" });
    expect(deployedRelease(pulumi.updates() ?? [])?.commit).toBe(first);
  });

  it("88: goes back by itself to what ran before if it fails its smoke test, and comes forward again once it is mended", async () => {
    const good = deployedRelease(pulumi.updates() ?? [])?.commit;
    const bad = commit("v3.8");
    expect(await deployed()).toMatchObject({
      kind: "taken back",
      commit: good,
      services: ["frontend"],
      after: [{ problem: undefined }],
    });
    expect(pulumi.output("frontend")).toBe("v3.7");
    expect(git("diff", "--unified=0", "--", FILE)).toMatch(/^\+.*tag: v3\.7/m);
    // The history says the release that runs, though the run was of the later commit.
    expect(deployedRelease(pulumi.updates() ?? [])?.commit).toBe(good);
    expect(pulumi.updates()?.[0]?.environment["git.head"]).toBe(bad);
    const mended = commit("v3.9");
    expect(await deployed()).toMatchObject({ kind: "deployed" });
    expect(deployedRelease(pulumi.updates() ?? [])?.commit).toBe(mended);
  });

  it("is never brought to an earlier commit than the one that it runs", () => {
    const runs = deployedRelease(pulumi.updates() ?? [])?.commit;
    const earlier = git("rev-parse", "HEAD~1");
    const older = (of: string) => isOlder(clone, { stack: "staging", commit: of, deployed: runs });
    expect(older(earlier)).toBe(true);
    expect([older(git("rev-parse", "HEAD")), older(commit("v3.10"))]).toEqual([false, false]);
  });

  it("gets two changed services one after the other, each tested, and then runs the commit", async () => {
    const good = deployedRelease(pulumi.updates() ?? [])?.commit;
    write("users-backend", { tag: "v2.4" });
    const both = commitAll("users v2.4, frontend v3.10");
    expect(await deployed(false)).toMatchObject({ kind: "deployed" });
    expect(tested).toEqual(["v2.4 v3.9", "v2.4 v3.10"]);
    const [last, part] = pulumi.updates() ?? [];
    expect(part?.message).toBe(partMessage(both, ["users-backend"]));
    expect(deployedRelease(part === undefined ? [] : [part, ...(pulumi.updates() ?? []).slice(2)])?.commit).toBe(good);
    expect([last?.environment["git.head"], git("status", "--porcelain")]).toEqual([both, ""]);
  });

  it("that does not come up stays as it is, with a reason", async () => {
    writeFileSync(join(clone, "index.js"), "throw new Error('a mistake');\n");
    await expect(deployed()).rejects.toThrow("pulumi up of staging did not go through: see above.");
    expect(pulumi.output("frontend")).toBe("v3.10");
  });
});
