import { describe, expect, it } from "vitest";
import type { Phase } from "../components/rollout/rollout";
import { isSameSet } from "./release-set";
import { checkSets } from "./release-set-check";
import type { ServiceSettings } from "./service-settings";
import type { ServiceName } from "./system";

type Settings = Pick<ServiceSettings, "image" | "release" | "strategy" | "set">;

const MEMBERS = ["thoughts-backend", "frontend"] as const;

function member(tag: string, next: string, phase: Phase, change: Partial<Settings> = {}): Settings {
  return {
    image: { tag },
    strategy: { kind: "blueGreen" },
    release: { rollout: { phase, next: { tag: next } } },
    set: { members: MEMBERS, from: { tag } },
    ...change,
  };
}

const alone = { image: { tag: "v2.3" } };
const backend = member("v1.6", "v1.7", "preview");
const frontend = member("v3.7", "v3.8", "preview");

const messages = (change: Partial<Record<ServiceName, Settings>>) =>
  checkSets({ "users-backend": alone, "thoughts-backend": backend, frontend, ...change }).map(
    ({ path, message }) => `${path}: ${message}`,
  );

describe("a release set in settings", () => {
  it("has all its members, at one step; one that is finished says no more about the others", () => {
    expect(messages({})).toEqual([]);
    const finished = { ...frontend, release: {} };
    expect(messages({ "thoughts-backend": { image: { tag: "v1.9" } }, frontend: finished })).toEqual([]);
  });

  it.each<[string, Partial<Record<ServiceName, Settings>>, string]>([
    [
      "steps that differ",
      { frontend: member("v3.7", "v3.8", "switched") },
      "frontend.release.rollout.set: frontend is at switched, and thoughts-backend at preview. Write the same phase for all.",
    ],
    [
      "a member that does not change",
      { "thoughts-backend": { image: { tag: "v1.6" } } },
      "frontend.release.rollout.set: thoughts-backend does not change in this set. Write its rollout with set: [thoughts-backend, frontend] too",
    ],
    [
      "a member that changes alone",
      { "thoughts-backend": { ...member("v1.6", "v1.7", "preview"), set: undefined } },
      "thoughts-backend does not change in this set",
    ],
    [
      "another strategy",
      { frontend: { ...frontend, strategy: { kind: "rolling" } } },
      "frontend is changed by rolling, and a set by blueGreen. Write strategy: { kind: blueGreen }.",
    ],
    [
      "a set without the service itself",
      { frontend: { ...frontend, set: { members: ["users-backend", "thoughts-backend"], from: { tag: "v3.7" } } } },
      "[users-backend, thoughts-backend] is no set of frontend; list each of its services once, frontend too.",
    ],
    [
      "a service twice",
      { frontend: { ...frontend, set: { members: ["frontend", "frontend"], from: { tag: "v3.7" } } } },
      "[frontend, frontend] is no set of frontend",
    ],
  ])("is refused with %s", (_, change, message) => {
    expect(messages(change)).toContainEqual(expect.stringContaining(message));
  });

  it("is the same one in whatever order its members are listed", () => {
    expect(isSameSet(["frontend", "thoughts-backend"], MEMBERS)).toBe(true);
    expect([isSameSet(MEMBERS, ["frontend"]), isSameSet(MEMBERS, undefined)]).toEqual([false, false]);
  });
});
