import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changedFiles } from "./change";

describe("the files of a change", () => {
  const root = mkdtempSync(join(tmpdir(), "thoughts-change-"));
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], { cwd: root });
  const commit = (message: string) => {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
  };
  const write = (file: string) => writeFileSync(join(root, file), file);

  beforeAll(() => {
    git("init", "--quiet", "--initial-branch=main");
    ["old.ts", "gone.ts", "edited.ts", ".gitignore"].forEach(write);
    writeFileSync(join(root, ".gitignore"), "ignored.ts\n");
    commit("first");
    git("branch", "before");
    git("checkout", "--quiet", "-b", "branch");
    write("committed.ts");
    rmSync(join(root, "gone.ts"));
    commit("of the branch");
    git("checkout", "--quiet", "main");
    write("of main.ts");
    commit("of main");
    git("checkout", "--quiet", "branch");
    writeFileSync(join(root, "edited.ts"), "otherwise");
    ["untracked.ts", "ignored.ts"].forEach(write);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it("are those of its commits since it left main, uncommitted and untracked ones, and those that are gone", () => {
    expect(changedFiles(root)).toEqual(["committed.ts", "edited.ts", "gone.ts", "untracked.ts"]);
  });

  it("are those since another commit, if it is named", () => {
    git("checkout", "--quiet", "--detach", "HEAD");
    expect(changedFiles(root, "branch")).toEqual(["edited.ts", "untracked.ts"]);
    expect(changedFiles(root, "before")).toContain("committed.ts");
  });

  it("can't be told without a commit to begin with", () => {
    expect(() => changedFiles(root, "nowhere")).toThrow('"nowhere" names no commit of this clone; use --base with');
  });
});
