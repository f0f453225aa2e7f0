import { describe, expect, it } from "vitest";
import { renameColumn } from "../components/migration/plans";
import { SCHEMAS } from "../infra/database/schemas";
import { BY_PULUMI, deliveryText } from "../infra/delivery/choice";
import { byService } from "../infra/system";
import type { Versions } from "../release/plan";
import { versionWord } from "../release/version-word";
import { acceptedChange, judgeChange, judgeDelivery } from "./change";
import { parseRunning, setWords } from "./running";

const NOW = versions("v2.3", "v1.6", "v3.7");

function versions(users: string, thoughts: string, frontend: string): Versions {
  return { "users-backend": { tag: users }, "thoughts-backend": { tag: thoughts }, frontend: { tag: frontend } };
}

describe("a change of what a stack runs", () => {
  it("is accepted if nothing ran before, nothing changes, or one service does", () => {
    const none = { problems: [], warnings: [] };
    expect(judgeChange("production", {}, versions("v2.4", "v1.7", "v3.8"))).toEqual(none);
    expect(judgeChange("production", NOW, NOW)).toEqual(none);
    expect(judgeChange("production", NOW, versions("v2.3", "v1.6", "v3.8"))).toEqual(none);
  });

  it("of several services at once is refused in production, and told elsewhere", () => {
    const two = versions("v2.3", "v1.7", "v3.8");
    const said = expect.stringMatching(/^thoughts-backend and frontend change at once\. Release one/) as string;
    expect(judgeChange("production", NOW, two)).toEqual({
      problems: [{ path: "thoughts:release.services.thoughts-backend.tag", message: said }],
      warnings: [],
    });
    for (const stack of ["staging", "local", "demo-anna"]) {
      expect(judgeChange(stack, NOW, two)).toEqual({ problems: [], warnings: [said] });
    }
  });

  it("of a demo that follows a branch is told of no order: images of a commit come and go together", () => {
    const [old, newer] = [versions("1a2b3c4", "1a2b3c4", "1a2b3c4"), versions("5d6e7f8", "5d6e7f8", "5d6e7f8")];
    const schemas = { ...SCHEMAS, "users-backend": renameColumn("users", "name", "full_name") };
    for (const [before, after] of [
      [old, newer],
      [NOW, old],
      [old, NOW],
    ] as const) {
      expect(judgeChange("demo-anna", before, after, schemas)).toEqual({ problems: [], warnings: [] });
      expect(judgeChange("staging", before, after).warnings.length).toBeGreaterThan(0);
      expect(judgeChange("production", before, after).problems.length).toBeGreaterThan(0);
    }
  });

  it("of several services at once is accepted in production if they are one set, and so is its way back", () => {
    const members = ["thoughts-backend", "frontend"] as const;
    const set = versions("v2.3", "v1.7", "v3.8");
    const withSet: Versions = {
      ...set,
      "thoughts-backend": { ...set["thoughts-backend"], set: { members, from: { tag: "v1.6" } } },
      frontend: { ...set.frontend, set: { members, from: { tag: "v3.7" } } },
    };
    const none = { problems: [], warnings: [] };
    expect(judgeChange("production", NOW, withSet)).toEqual(none);
    // Taken back, or the commit is reverted: the file says no more that it was a set, and the last run does.
    expect(judgeChange("production", withSet, NOW)).toEqual(none);
    // Somewhere else than to where it began.
    expect(judgeChange("production", withSet, versions("v2.3", "v1.8", "v3.9")).problems).toHaveLength(1);
    expect(judgeChange("production", withSet, versions("v2.4", "v1.6", "v3.7")).problems).toHaveLength(1);
  });

  it("is refused everywhere if the coming version can't use the schema", () => {
    const schemas = { ...SCHEMAS, "users-backend": renameColumn("users", "name", "full_name") };
    for (const stack of ["production", "staging", "local", "demo-anna"]) {
      const back = judgeChange(stack, versions("v1.5", "v1.6", "v3.7"), versions("v1.2", "v1.6", "v3.7"), schemas);
      expect(back.problems).toContainEqual({
        path: "thoughts:release.services.users-backend.tag",
        message: expect.stringMatching(/^the schema of users-backend: v1\.2 uses users\.name/) as string,
      });
    }
  });

  it("is refused as a whole, with what was not changed", () => {
    const two = versions("v2.3", "v1.7", "v3.8");
    const services = byService((name) => ({ image: two[name], scaling: { kind: "fixed", replicas: 1 } as const }));
    const running = { versions: NOW, delivery: undefined };
    const stack = { stack: "production", folder: undefined };
    expect(() => acceptedChange(stack, running, { services, delivery: BY_PULUMI })).toThrow(
      /^1 problem in the change of stack production; nothing was changed\.\n {2}- thoughts:release\.services\.thoughts-/,
    );
  });
});

describe("another owner of the services", () => {
  const flux = {
    kind: "flux",
    url: "https://git.example/delivery.git",
    branch: "main",
    path: "a",
    prune: true,
  } as const;

  it("is refused while Pulumi would delete them, with what to do first", () => {
    const [problem] = judgeDelivery({ versions: NOW, delivery: undefined }, flux);
    expect(problem?.path).toBe("thoughts:delivery.kind");
    expect(problem?.message).toMatch(/^"flux" would have the services deleted that run.*handOver: true } first/);
  });

  it("is accepted once they may stay, where nothing runs yet, and from one tool to another", () => {
    expect(judgeDelivery({ versions: NOW, delivery: deliveryText({ kind: "pulumi", handOver: true }) }, flux)).toEqual(
      [],
    );
    expect(judgeDelivery({ versions: {}, delivery: undefined }, flux)).toEqual([]);
    expect(
      judgeDelivery({ versions: NOW, delivery: deliveryText(flux) }, { ...flux, kind: "argocd", sync: "manual" }),
    ).toEqual([]);
  });

  it("is accepted if it is Pulumi again", () => {
    expect(judgeDelivery({ versions: NOW, delivery: deliveryText(flux) }, BY_PULUMI)).toEqual([]);
  });
});

describe("what a stack says that it runs", () => {
  const digest = `sha256:${"0".repeat(64)}`;

  it("is read as it was written, with digests", () => {
    const words = { frontend: versionWord({ tag: "v3.8", digest }), "users-backend": versionWord({ tag: "v2.3" }) };
    expect(words.frontend).toBe(`v3.8@${digest}`);
    expect(parseRunning(words)).toEqual({ frontend: { tag: "v3.8", digest }, "users-backend": { tag: "v2.3" } });
  });

  it("has the set that a version came in, with what ran before it", () => {
    const members = ["thoughts-backend", "frontend"] as const;
    const set = { members, from: { tag: "v3.7", digest } };
    expect(parseRunning({ frontend: "v3.8", "users-backend": "v2.3" }, { frontend: setWords(set) })).toEqual({
      frontend: { tag: "v3.8", set },
      "users-backend": { tag: "v2.3" },
    });
    expect(parseRunning({ frontend: "v3.8" }, { frontend: "all" })).toEqual({ frontend: { tag: "v3.8" } });
  });

  it("has each set alone: one with a service that is gone takes no other with it", () => {
    const sets = {
      "users-backend": { members: ["users-backend", "retired"], from: "v2.2" },
      frontend: { members: ["thoughts-backend", "frontend"], from: "v3.6" },
    };
    const found = parseRunning({ "users-backend": "v2.3", frontend: "v3.7" }, sets);
    expect(found["users-backend"]).toEqual({ tag: "v2.3" });
    expect(found.frontend?.set?.members).toEqual(["thoughts-backend", "frontend"]);
  });

  it("is nothing where no run has said it, or it says something else", () => {
    expect([undefined, null, "v3.8", { frontend: 38 }].map((output) => parseRunning(output))).toEqual([{}, {}, {}, {}]);
    expect(parseRunning({ retired: "v1.0" })).toEqual({});
  });
});
