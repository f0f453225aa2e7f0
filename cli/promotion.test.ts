import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Clone } from "./testing/clone";

/** Starting the command takes seconds where others work too. */
describe("a release to production", { timeout: 60_000 }, () => {
  let clone: Clone;
  const start = (stack: string, ...more: readonly string[]) =>
    clone.thoughts("release", "start", "frontend", "v3.9", "-s", stack, "--cause", "logins", ...more);

  beforeAll(() => {
    clone = new Clone();
    clone.commit("as it is");
  });
  beforeEach(() => clone.reset());
  afterAll(() => {
    rmSync(clone.folder, { recursive: true });
  });

  it("of a version that was never in staging is refused, and the file stays as it was", async () => {
    const before = clone.read("Pulumi.production.yaml");
    const { code, text } = await start("production");
    expect(code).toBe(1);
    expect(text).toContain("frontend v3.9 was never in staging, which has v3.7.");
    expect(clone.read("Pulumi.production.yaml")).toBe(before);
    clone.edit("Pulumi.production.yaml", "tag: v3.7", "tag: v3.9");
    expect((await clone.thoughts("plan", "production")).text).toContain("refused: frontend v3.9 was never in staging");
  });

  it("of a set is refused as a whole, and is one change of both services once staging has had it", async () => {
    const set = (stack: string, verb: string, ...more: readonly string[]) =>
      clone.thoughts("release", "set", verb, "-s", stack, ...more);
    const START = ["thoughts-backend=v1.7", "frontend=v3.9", "--cause", "search in drafts"];
    const before = clone.read("Pulumi.production.yaml");
    clone.edit("Pulumi.staging.yaml", "tag: v1.6", "tag: v1.7");
    expect(await set("production", "start", ...START)).toMatchObject({
      code: 1,
      text: expect.stringContaining("frontend v3.9 was never in staging") as string,
    });
    expect(clone.read("Pulumi.production.yaml")).toBe(before);
    clone.edit("Pulumi.staging.yaml", "tag: v3.7", "tag: v3.9");

    const started = await set("production", "start", ...START);
    expect(started).toMatchObject({ code: 0 });
    expect(started.text).toContain("must touch nothing but thoughts-backend and frontend");
    const planned = await clone.thoughts("plan", "production");
    expect(planned).toMatchObject({ code: 0 });
    expect(planned.text).toContain("thoughts-backend and frontend change as one set: switched together");
    expect(await set("production", "abort")).toMatchObject({ code: 0 });
    expect(clone.read("Pulumi.production.yaml")).not.toContain("rollout");
  });

  it("62: in an emergency is written down with its reason, which its history keeps", async () => {
    expect((await start("production", "--emergency", "nobody can log in")).code).toBe(0);
    expect(clone.read("Pulumi.production.yaml")).toContain("emergency: nobody can log in");
    expect((await clone.thoughts("release", "finish", "frontend", "-s", "production")).code).toBe(0);
    const { text } = await clone.thoughts("release", "history", "frontend", "-s", "production");
    expect(text).toMatch(/ v3\.9 +\d{4}-\d\d-\d\d \d\d:\d\d +\S.* +logins \(emergency: nobody can log in\)/);
  });

  it("is the only one that has an emergency", async () => {
    expect(await start("staging", "--emergency", "nobody can log in")).toMatchObject({
      code: 1,
      text: expect.stringContaining("an emergency leaves staging out, which staging is not behind") as string,
    });
  });

  it("has an image only if it was in staging: nothing is copied, and no registry is asked", async () => {
    const promote = (...more: readonly string[]) => clone.thoughts("image", "promote", "frontend", ...more);
    expect(await promote("v3.9")).toMatchObject({
      code: 1,
      text: expect.stringMatching(/frontend v3\.9 was never in staging[^]*Nothing was copied\./) as string,
    });
    expect(await promote("v3.7", "--from", "production", "--to", "staging")).toMatchObject({
      code: 1,
      text: expect.stringContaining(
        "images go from staging to production, and not from production to staging",
      ) as string,
    });
  });

  it("is refused in a shallow clone with a word on what is not known there", async () => {
    const head = execFileSync("git", ["rev-parse", "HEAD"], { cwd: clone.folder, encoding: "utf8" });
    clone.write(".git/shallow", head);
    try {
      for (const { code, text } of [
        await start("production"),
        await clone.thoughts("image", "promote", "frontend", "v3.9"),
      ]) {
        expect(code).toBe(1);
        expect(text).toMatch(/this clone is shallow: [^]*git fetch --unshallow[^]*frontend v3\.9 was never in staging/);
      }
    } finally {
      rmSync(clone.path(".git", "shallow"));
    }
    expect((await start("production")).text).not.toContain("shallow");
  });

  it("shows what staging has and production has not, with the command that brings it there", async () => {
    expect((await clone.thoughts("image", "diff")).text).toContain("production has the versions of staging.");
    clone.edit("Pulumi.staging.yaml", "tag: v3.7", "tag: v3.9");
    const { code, text } = await clone.thoughts("image", "diff");
    expect(code).toBe(0);
    expect(text).toMatch(/^frontend +v3\.9 +v3\.7 +differs$/m);
    expect(text).toContain("npx thoughts image promote frontend v3.9 --from staging --to production");
  });

  it("shows that a tag has other content, which no command brings over", async () => {
    const [A, B] = [`sha256:${"a".repeat(64)}`, `sha256:${"b".repeat(64)}`];
    clone.edit("Pulumi.staging.yaml", "tag: v3.7", `tag: v3.7\n        digest: ${A}`);
    clone.edit("Pulumi.production.yaml", "tag: v3.7", `tag: v3.7\n        digest: ${B}`);
    const { text } = await clone.thoughts("image", "diff");
    expect(text).toMatch(/^frontend +v3\.7 +v3\.7 +other content$/m);
    expect(text).toContain("A tag is never overwritten: give a version that has other content in staging a tag");
    expect(text).not.toContain("promote");
  });

  it("has no command that is refused where nothing is promoted, and takes no version that is no image tag", async () => {
    clone.edit("Pulumi.staging.yaml", "tag: v3.7", "tag: v3.9");
    const { text } = await clone.thoughts("image", "diff", "--from", "production", "--to", "staging");
    expect(text).toContain("Images go from staging to production only.");
    expect(text).toContain("npx thoughts release start frontend v3.7 -s staging --cause WHY");
    expect(text).not.toContain("promote");
    const { code, text: refused } = await clone.thoughts("image", "promote", "frontend", "v3.9 or so");
    expect(code).toBe(1);
    expect(refused).toContain(`write an image tag in quotes such as "v1.5"`);
  });

  it("copies nothing by a day that is not the clock's: an emergency that has ended could go on", async () => {
    const { code, text } = await clone.thoughts("image", "promote", "frontend", "v3.7");
    expect(code).toBe(1);
    expect(text).toContain(
      "THOUGHTS_TODAY is 2026-11-25 here, which is for tests, and accounts are judged by the clock",
    );
  });

  it("is of what was in staging, too, if somebody wrote it into the file there", async () => {
    clone.edit("Pulumi.staging.yaml", "tag: v3.7", "tag: v3.9");
    clone.commit("bump frontend");
    clone.edit("Pulumi.staging.yaml", "tag: v3.9", "tag: v4.0");
    expect(await start("production")).toMatchObject({ code: 0 });

    const { text } = await clone.thoughts("release", "history", "frontend", "-s", "staging");
    expect(text).toMatch(
      /^ +1 +v3\.7 .*\n +2 +v3\.9 .* test +edited: bump frontend\n +3 +v4\.0 .*edited: not committed$/m,
    );
    const back = await clone.thoughts(
      "release",
      "rollback",
      "frontend",
      "-s",
      "staging",
      "--to",
      "1",
      "--cause",
      "slow",
    );
    expect(back).toMatchObject({ code: 0 });
    expect(clone.read("Pulumi.staging.yaml")).toMatch(/tag: v3\.7\n[^]*revision: 4/);
  });
});
