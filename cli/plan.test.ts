import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Clone } from "./testing/clone";

/** Starting the command takes seconds where others work too. */
describe("thoughts plan", { timeout: 60_000 }, () => {
  let clone: Clone;

  beforeAll(() => {
    clone = new Clone();
    clone.commit("as it is");
  });
  afterAll(() => {
    rmSync(clone.folder, { recursive: true });
  });

  it("says that nothing changes, the one service that does, and refuses two at once with their order", async () => {
    expect(await clone.thoughts("plan", "staging")).toEqual({
      code: 0,
      text: "Pulumi.staging.yaml names the same versions as in HEAD.\n",
    });
    clone.edit("Pulumi.staging.yaml", "tag: v3.7", "tag: v3.8");
    const one = await clone.thoughts("plan", "staging");
    expect(one).toEqual({ code: 0, text: "staging, from HEAD\n  1. frontend v3.7 -> v3.8\n" });

    clone.edit("Pulumi.staging.yaml", "tag: v1.6", "tag: v1.7");
    const { code, text } = await clone.thoughts("plan", "staging", "--from", "HEAD");
    expect(code).toBe(1);
    expect(text).toMatch(/1\. thoughts-backend v1\.6 -> v1\.7\n {2}2\. frontend v3\.7 -> v3\.8\n/);
    expect(text).toContain("refused: thoughts-backend and frontend change at once.");
  });

  it("says in one line what it can't find", async () => {
    const { code, text } = await clone.thoughts("plan", "staging", "--from", "v0");
    expect(code).toBe(1);
    expect(text).toMatch(/^\nPulumi\.staging\.yaml of commit "v0" can't be read; /);
    expect((await clone.thoughts("plan", "nowhere")).text).toContain("there is no stack nowhere");
  });

  it("has flags beside it, which it lists with their owner, their end and where each is on", async () => {
    expect(await clone.thoughts("flags")).toEqual({
      code: 0,
      text: expect.stringMatching(
        /^relative-times .*\n {2}local on, staging on, production off\n {2}until 2027-03-31: thoughts\n$/,
      ) as string,
    });
    // By the day that everything else is judged by.
    clone.environment.THOUGHTS_TODAY = "2027-04-01";
    expect((await clone.thoughts("flags")).text).toContain("should be gone since 2027-03-31: thoughts");
  });
});
