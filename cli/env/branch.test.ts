import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { shortHash } from "../short-hash";
import { Branches } from "./branch";

describe("the commits of a branch that a demo follows", () => {
  let folder: string;
  let said: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-branch-"));
    said = [];
    git(".", "init", "--quiet", "--initial-branch", "main", "theirs");
    commit("theirs", "first");
    commit("theirs", "second");
    git("theirs", "checkout", "--quiet", "-b", "feature/search");
    commit("theirs", "third");
    git(".", "clone", "--quiet", "theirs", "ours");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const git = (where: string, ...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], {
      cwd: join(folder, where),
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  const commit = (where: string, message: string) => git(where, "commit", "--quiet", "--allow-empty", "-m", message);
  const subjects = async (branch: string, where = "ours") => {
    const branches = new Branches(join(folder, where), (line) => said.push(line));
    return (await branches.newestCommits(branch)).map((hash) => git(where, "log", "-1", "--format=%s", hash));
  };

  it("are those that only the branch has, as origin has them now, the newest first", async () => {
    commit("theirs", "fourth");
    expect(await subjects("feature/search")).toEqual(["fourth", "third"]);
    expect(said).toEqual([]);
  });

  it("are all of a branch that has none of its own", async () => {
    git("theirs", "branch", "merged", "main");
    expect(await subjects("main")).toEqual(["second", "first"]);
    expect(await subjects("merged")).toEqual(["second", "first"]);
  });

  it("are those of a branch that was written anew", async () => {
    git("theirs", "commit", "--quiet", "--amend", "--allow-empty", "-m", "third, again");
    expect(await subjects("feature/search")).toEqual(["third, again"]);
  });

  it("are those that were fetched last where origin does not answer, which is said", async () => {
    rmSync(join(folder, "theirs"), { recursive: true });
    expect(await subjects("feature/search")).toEqual(["third"]);
    expect(said).toEqual([
      expect.stringMatching(/^origin does not answer \(fatal: .*\): feature\/search is as it was/),
    ]);
  });

  it("are the clone's own where it has no origin", async () => {
    expect(await subjects("feature/search", "theirs")).toEqual(["third"]);
  });

  it("are none of a branch that is not there, and where it was looked for is said", async () => {
    await expect(subjects("feature/find")).rejects.toThrow(
      "origin has no branch feature/find; push it, or name another",
    );
    await expect(subjects("feature/find", "theirs")).rejects.toThrow("this clone has no branch feature/find; look at");
    // A tag and a remote's other names are no branches.
    git("theirs", "tag", "v1");
    await expect(subjects("v1")).rejects.toThrow("origin has no branch v1");
    await expect(subjects("HEAD")).rejects.toThrow("origin has no branch HEAD");
  });

  it("tag images by their first seven digits", () => {
    expect(shortHash("4f2a91c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6")).toBe("4f2a91c");
  });
});
