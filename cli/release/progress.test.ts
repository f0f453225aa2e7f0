import { describe, expect, it } from "vitest";
import type { ServiceRelease } from "../../release/service-release";
import { progressOf } from "./progress";
import { historyText, statusText } from "./text";

const strategy: ServiceRelease["strategy"] = { kind: "canary", steps: [10, 50] };
const at = (phase: "10%" | "50%"): ServiceRelease => ({
  tag: "v3.7",
  strategy,
  rollout: { phase, next: { tag: "v3.8" }, cause: "search is new" },
});

const FRONTEND = { service: "frontend", stack: "local" } as const;

describe("how far a change has come", () => {
  it("is nothing if none is under way", () => {
    expect(progressOf(FRONTEND, { tag: "v3.7" })).toBeUndefined();
  });

  it("is told by steps, the last of which is its end", () => {
    expect(progressOf(FRONTEND, at("50%"))?.steps).toEqual([
      { name: "10%", state: "past" },
      { name: "50%", state: "now" },
      { name: "finished", state: "to come" },
    ]);
  });

  it("goes on to the next step, or to the end, and can be taken back", () => {
    const commands = (phase: "10%" | "50%") => progressOf(FRONTEND, at(phase))?.commands.map(({ line }) => line);
    expect(commands("10%")).toEqual(["npx thoughts release advance frontend", "npx thoughts release abort frontend"]);
    expect(commands("50%")).toEqual(["npx thoughts release finish frontend", "npx thoughts release abort frontend"]);
  });

  it("goes on, and is taken back, with all members where it is a set's", () => {
    const member: ServiceRelease = {
      tag: "v3.7",
      strategy: { kind: "blueGreen" },
      rollout: { phase: "switched", next: { tag: "v3.8" }, set: ["thoughts-backend", "frontend"], cause: "search" },
    };
    expect(progressOf(FRONTEND, member)?.commands.map(({ line }) => line)).toEqual([
      "npx thoughts release set finish",
      "npx thoughts release set abort",
    ]);
    expect(statusText(FRONTEND, member)).toContain("search (set of thoughts-backend and frontend)");
    const { rollout, ...finished } = { ...member, set: member.rollout?.set, cause: "search" };
    expect(rollout?.phase).toBe("switched");
    expect(historyText(FRONTEND, finished)).toContain("search (set of thoughts-backend and frontend)");
  });

  it("goes on by commands that name the stack, unless that is local", () => {
    expect(progressOf({ ...FRONTEND, stack: "staging" }, at("10%"))?.commands[0].line).toBe(
      "npx thoughts release advance frontend -s staging",
    );
  });
});
