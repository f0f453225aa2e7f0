import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { baseOf, baseText, mergeBaseOf } from "./base";

describe("the commit that a change is compared with", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "thoughts-base-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const git = (...args: readonly string[]) => {
    const own = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    return execFileSync("git", [...own, ...args], { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
  };

  /** A commit with what a program has to have, and with a file of some content. @returns its hash */
  function commit(content: string): string {
    for (const file of ["Pulumi.yaml", "package.json", "policies/index.ts", "content"]) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), content);
    }
    git("add", "--all");
    git("commit", "--quiet", "--message", content);
    return git("rev-parse", "HEAD");
  }

  function clone(): string {
    git("init", "--quiet", "--initial-branch", "main");
    return commit("first");
  }

  it("is one that a branch, a tag or a hash names", () => {
    const first = clone();
    git("tag", "v1");
    expect(baseOf(root, "v1")).toEqual({ name: "v1", commit: first });
    expect(baseText(baseOf(root, "v1"))).toBe(`v1 (${first.slice(0, 7)})`);
    expect(baseText(baseOf(root, first))).toBe(first.slice(0, 7));
  });

  it("may be compared with a working tree that differs from its own commit", () => {
    const first = clone();
    writeFileSync(join(root, "content"), "edited");
    expect(baseOf(root, "HEAD").commit).toBe(first);
  });

  it("of a branch is where it left the other one, whatever was merged there since", () => {
    const first = clone();
    git("checkout", "--quiet", "-b", "change");
    commit("the change");
    git("checkout", "--quiet", "main");
    const later = commit("what others did");
    git("checkout", "--quiet", "change");
    expect(mergeBaseOf(root, "main")).toEqual({ name: "main", commit: first });
    expect(baseOf(root, "main").commit).toBe(later);
  });

  it("is refused if there is none of that name", () => {
    clone();
    expect(() => baseOf(root, "nowhere")).toThrow(
      '"nowhere" names no commit of this clone; use a branch, a tag or a hash',
    );
    expect(() => baseOf(root, "--help")).toThrow('"--help" names no commit');
  });

  it("is refused where there is no clone, as in a folder that somebody unpacked", () => {
    expect(() => baseOf(root, "main")).toThrow(/is no clone of the repository, so there is no commit to compare with/);
  });

  it("is refused if its program can't be rehearsed", () => {
    clone();
    git("rm", "--quiet", "policies/index.ts");
    git("commit", "--quiet", "--message", "no policies");
    expect(() => baseOf(root, "HEAD")).toThrow("the program of HEAD can't be rehearsed, it has no policies/index.ts");
  });

  it("is refused if a branch has none in common with the other", () => {
    clone();
    git("checkout", "--quiet", "--orphan", "other");
    commit("of its own");
    expect(() => mergeBaseOf(root, "main")).toThrow("main and this branch have no commit in common here");
  });
});
