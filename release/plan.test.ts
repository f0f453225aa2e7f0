import { describe, expect, it } from "vitest";
import { renameColumn } from "../components/migration/plans";
import { SCHEMAS } from "../infra/database/schemas";
import { planChange, type Versions, versionsOf } from "./plan";

const NOW = versions("v2.3", "v1.6", "v3.7");

function versions(users: string, thoughts: string, frontend: string): Versions {
  return { "users-backend": { tag: users }, "thoughts-backend": { tag: thoughts }, frontend: { tag: frontend } };
}

const refusalsOf = (...args: Parameters<typeof planChange>) =>
  planChange(...args).refusals.map(({ message }) => message);

function orderOf(before: Versions, after: Versions): readonly string[] {
  return planChange(before, after).steps.map(({ service, from, to }) => `${service} ${from} -> ${to}`);
}

describe("the plan of a release", () => {
  const later = versions("v2.4", "v1.7", "v3.8");

  it("69: brings out users, thoughts, frontend, and goes back in reverse", () => {
    expect(orderOf(NOW, later)).toEqual([
      "users-backend v2.3 -> v2.4",
      "thoughts-backend v1.6 -> v1.7",
      "frontend v3.7 -> v3.8",
    ]);
    expect(orderOf(later, NOW)).toEqual([
      "frontend v3.8 -> v3.7",
      "thoughts-backend v1.7 -> v1.6",
      "users-backend v2.4 -> v2.3",
    ]);
  });

  it("69: is refused with two services at once, which it names, and passes with one", () => {
    expect(refusalsOf(NOW, versions("v2.3", "v1.7", "v3.8"))).toEqual([
      expect.stringMatching(
        /^thoughts-backend and frontend change at once\. Release one service at a time, in this order/,
      ),
    ]);
    expect(planChange(NOW, versions("v2.3", "v1.7", "v3.7"))).toEqual({
      steps: [{ service: "thoughts-backend", from: "v1.6", to: "v1.7" }],
      refusals: [],
      warnings: [],
    });
  });

  it("has no step where nothing changes, and one where only the digest does", () => {
    expect(planChange(NOW, NOW).steps).toEqual([]);
    const pinned = (digit: string) => ({ ...NOW, frontend: { tag: "v3.7", digest: `sha256:${digit.repeat(64)}` } });
    expect(orderOf(pinned("0"), pinned("1"))).toEqual(["frontend v3.7 -> v3.7"]);
  });

  it("has no step where a digest is written beside a tag, or left out: a tag always names the same", () => {
    const pinned = { ...NOW, frontend: { tag: "v3.7", digest: `sha256:${"0".repeat(64)}` } };
    expect([orderOf(NOW, pinned), orderOf(pinned, NOW)]).toEqual([[], []]);
    expect(planChange(NOW, { ...pinned, "users-backend": { tag: "v2.4" } }).refusals).toEqual([]);
  });

  it("takes the version that is coming for a service whose change is under way", () => {
    const services = {
      "users-backend": { tag: "v2.3" },
      "thoughts-backend": { tag: "v1.6" },
      frontend: { tag: "v3.7" },
    };
    const rollout = { phase: "10%", next: { tag: "v3.8" } } as const;
    expect(orderOf(versionsOf(services), versionsOf({ ...services, frontend: { tag: "v3.7", rollout } }))).toEqual([
      "frontend v3.7 -> v3.8",
    ]);
  });

  it("knows that v1.10 is later than v1.6", () => {
    const back = planChange(versions("v2.3", "v1.10", "v3.8"), versions("v2.3", "v1.6", "v3.7"));
    expect(back.steps.map(({ service }) => service)).toEqual(["frontend", "thoughts-backend"]);
  });

  it("is refused where what runs after a step would not work together, in either direction", () => {
    expect(refusalsOf(NOW, versions("v2.3", "v1.5", "v3.7"))).toEqual([
      expect.stringMatching(
        /^after thoughts-backend v1\.5: Version v1\.5 is incorrect \(min v1\.6\): frontend v3\.7 needs/,
      ),
    ]);
  });

  it("is refused across a schema that the older version can't use, and says what going back would hide", () => {
    const schemas = { ...SCHEMAS, "users-backend": renameColumn("users", "name", "full_name") };
    const back = (from: string, to: string) =>
      planChange(versions(from, "v1.6", "v3.7"), versions(to, "v1.6", "v3.7"), schemas);
    expect(back("v1.5", "v1.2").refusals).toContainEqual({
      kind: "schema",
      service: "users-backend",
      message: expect.stringMatching(
        /^the schema of users-backend: v1\.2 uses users\.name, .* Go back no further than v1\.4, or/,
      ) as string,
    });
    expect(back("v1.4", "v1.3").warnings).toEqual([expect.stringContaining("would not find what v1.4 wrote")]);
  });
});
