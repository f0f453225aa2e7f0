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
import { deployedCommit, wayBackMessage } from "./deployed-commit";
import { deploy, type Outcome } from "./deployment";
import { demandNewer } from "./newer";
import { PulumiStack } from "./pulumi";

const FILE = "Pulumi.staging.yaml";
const PROGRAM = `const { Config } = require("@pulumi/pulumi");
exports.frontend = new Config("thoughts").requireObject("release").services.frontend.tag;
`;

describe("a stack that is deployed from a clone", { timeout: 120_000 }, () => {
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
    git("commit", "--quiet", "--all", "--allow-empty", "--message", `frontend ${tag}`);
    return git("rev-parse", "HEAD");
  };
  /** Deploys what is checked out; v3.8 is a version that does not answer. */
  const deployed = (): Promise<Outcome> => {
    const before = deployedCommit(pulumi.updates() ?? []);
    const test = (): Promise<readonly Finding[]> => {
      const problem = pulumi.output("frontend") === "v3.8" ? "answers 502 instead of 200" : undefined;
      return Promise.resolve([{ service: "frontend", from: "outside", shows: "the page", question: "GET /", problem }]);
    };
    return deploy({
      services: services("HEAD"),
      before: before === undefined ? "nothing ran before" : { commit: before, services: services(before) },
      message: wayBackMessage,
      steps: { up: (message) => pulumi.up({ message, yes: true }), test, write, say: () => undefined },
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
    writeFileSync(file, "config:\n  thoughts:release:\n    services:\n      frontend:\n        tag: v3.6\n");
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
    expect(deployedCommit(pulumi.updates() ?? [])).toBeUndefined();
    const first = commit("v3.7");
    expect(await deployed()).toMatchObject({ kind: "deployed" });
    expect(deployedCommit(pulumi.updates() ?? [])).toBe(first);
  });

  it("88: goes back by itself to what ran before if it fails its smoke test, and comes forward again once it is mended", async () => {
    const good = deployedCommit(pulumi.updates() ?? []);
    const bad = commit("v3.8");
    expect(await deployed()).toMatchObject({
      kind: "taken back",
      commit: good,
      services: ["frontend"],
      after: [{ problem: undefined }],
    });
    expect(pulumi.output("frontend")).toBe("v3.7");
    expect(git("diff", "--unified=0", "--", FILE)).toContain("+        tag: v3.7");
    // The history says the release that runs, though the run was of the later commit.
    expect(deployedCommit(pulumi.updates() ?? [])).toBe(good);
    expect(pulumi.updates()?.[0]?.environment["git.head"]).toBe(bad);
    const mended = commit("v3.9");
    expect(await deployed()).toMatchObject({ kind: "deployed" });
    expect(deployedCommit(pulumi.updates() ?? [])).toBe(mended);
  });

  it("is never brought to an earlier commit than the one that it runs", () => {
    const runs = deployedCommit(pulumi.updates() ?? []);
    const earlier = git("rev-parse", "HEAD~1");
    const newer = (of: string) => {
      demandNewer(clone, { stack: "staging", commit: of, deployed: runs });
    };
    expect(() => {
      newer(earlier);
    }).toThrow(`which comes after ${earlier.slice(0, 7)}: nothing was changed`);
    newer(git("rev-parse", "HEAD"));
    newer(commit("v3.10"));
  });

  it("that does not come up stays as it is, with a reason", async () => {
    writeFileSync(join(clone, "index.js"), "throw new Error('a mistake');\n");
    await expect(deployed()).rejects.toThrow("pulumi up of staging did not go through: see above.");
    expect(pulumi.output("frontend")).toBe("v3.9");
  });
});
