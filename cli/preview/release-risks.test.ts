import { describe, expect, it } from "vitest";
import { byService } from "../../infra/system";
import type { ServiceRelease } from "../../release/service-release";
import { releaseRisks } from "./release-risks";

const NOW = { frontend: "v3.7", "thoughts-backend": "v1.6", "users-backend": "v2.3" } as const;

const services = (change: Partial<Record<keyof typeof NOW, ServiceRelease>> = {}) =>
  byService((name) => change[name] ?? { tag: NOW[name] });

const kindsOf = (change: Parameters<typeof services>[0], unpromoted: readonly string[] = []) =>
  releaseRisks({ before: services(), after: services(change), unpromoted }).map(
    ({ level, kind }) => `${level} ${kind}`,
  );

describe("the versions of a release", () => {
  it("are no risk if they are the same, or one of them is newer", () => {
    expect(kindsOf({})).toEqual([]);
    expect(kindsOf({ frontend: { tag: "v3.8" } })).toEqual([]);
  });

  it("are a danger if two services change at once", () => {
    expect(kindsOf({ frontend: { tag: "v3.8" }, "users-backend": { tag: "v2.4" } })).toContain("danger versions");
  });

  it("are told, and no danger, if several services change as one set", () => {
    const set = ["users-backend", "frontend"] as const;
    const member = (tag: string, next: string): ServiceRelease => ({
      tag,
      strategy: { kind: "blueGreen" },
      rollout: { phase: "preview", next: { tag: next }, set: [...set] },
    });
    const after = services({ "users-backend": member("v2.3", "v2.4"), frontend: member("v3.7", "v3.8") });
    expect(releaseRisks({ before: services(), after })).toEqual([
      {
        level: "notice",
        kind: "versions",
        subject: "",
        what: "users-backend and frontend change as one set, by blue-green: switched together, and back together",
      },
    ]);
  });

  it("are a danger if one is older than what others need of it", () => {
    const risks = releaseRisks({ before: services(), after: services({ "thoughts-backend": { tag: "v1.5" } }) });
    expect(risks).toContainEqual(
      expect.objectContaining({ level: "danger", kind: "versions", what: expect.stringContaining("v1.5") as string }),
    );
  });

  it("are a danger in production if staging has not run them", () => {
    expect(kindsOf({ frontend: { tag: "v3.8" } }, ["frontend v3.8 was never in staging"])).toEqual([
      "danger promotion",
    ]);
  });
});
