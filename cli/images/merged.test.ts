import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAIN } from "./build-tags";
import { demandMerged } from "./merged";

describe("the Git tag of what is built", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-merged-"));
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
  const commit = (subject: string) => {
    git("commit", "-q", "--allow-empty", "-m", subject);
    return git("rev-parse", "HEAD");
  };
  let merged: string;
  let own: string;

  beforeAll(() => {
    git("init", "-q", "-b", "main");
    merged = commit("reviewed");
    git("update-ref", "refs/remotes/origin/main", commit("reviewed too"));
    own = commit("not merged");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("names a commit that was merged; the newest one it need not be", () => {
    demandMerged(folder, { commit: merged, ref: "refs/tags/v3.8" });
  });

  it("is refused on any other commit", () => {
    expect(() => {
      demandMerged(folder, { commit: own, ref: "refs/tags/v3.8" });
    }).toThrow(/^v3\.8 names [0-9a-f]{7}, which is not in origin\/main: .* Nothing was built\.$/);
  });

  it("is not asked for where a branch is built, whose images get no version", () => {
    demandMerged(folder, { commit: own, ref: "refs/heads/search" });
    demandMerged(folder, { commit: own, ref: MAIN });
  });

  it("is refused in a clone that does not know what was merged", () => {
    git("update-ref", "-d", "refs/remotes/origin/main");
    expect(() => {
      demandMerged(folder, { commit: merged, ref: "refs/tags/v3.8" });
    }).toThrow("this clone does not know origin/main, so nobody can say whether v3.8 was merged");
  });
});
