import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkPromotion, emergencyEnd, type Services } from "../release/promotion";
import type { ServiceRelease } from "../release/service-release";
import { environmentOf } from "./environments";
import { parseSettings, release } from "./settings";
import { committedConfig, TODAY } from "./testing/settings";

const staging: Services = {
  "users-backend": { tag: "v2.3" },
  "thoughts-backend": { tag: "v1.6" },
  frontend: { tag: "v3.8", history: [{ revision: 1, tag: "v3.7" }] },
};
const UNTIL = "2026-12-02";
const next = (tag: string, emergency?: string) =>
  ({ phase: "replaced", next: { tag }, emergency, emergencyUntil: emergency && UNTIL }) as const;

/** Production with the versions of staging, but for what is given. */
function problems(change: Partial<Services>, today = TODAY): readonly string[] {
  return checkPromotion(staging, { ...staging, ...change }, today);
}

function committed(stack: string): Services {
  const parsed = parseSettings(release, committedConfig(stack).thoughts.release);
  if ("problems" in parsed) {
    throw new Error(`${stack} can't be read`);
  }
  return parsed.settings.services;
}

describe("what goes to production", () => {
  it("61: was in staging before, as the stacks' files stand", () => {
    expect(checkPromotion(committed("staging"), committed("production"), TODAY)).toEqual([]);
  });

  it("61: is refused if it never was in staging, with the way there, whether it runs or is on its way in", () => {
    const reason = expect.stringContaining(
      "frontend v3.9 was never in staging, which has v3.8. Bring it in there first: " +
        "npx thoughts release start frontend v3.9 -s staging --cause WHY.",
    ) as string;
    expect(problems({ frontend: { tag: "v3.9" } })).toEqual([reason]);
    expect(problems({ frontend: { tag: "v3.7", rollout: next("v3.9") } })).toEqual([reason]);
  });

  it("may be what staging has, had, or production itself had", () => {
    expect(problems({ frontend: { tag: "v3.7", rollout: next("v3.8") } })).toEqual([]);
    expect(problems({ frontend: { tag: "v3.1", history: [{ revision: 4, tag: "v3.1" }] } })).toEqual([]);
  });

  it("61: is the content that ran by that tag, where both are known", () => {
    const [A, B] = [`sha256:${"a".repeat(64)}`, `sha256:${"b".repeat(64)}`];
    const pinned = { ...staging, frontend: { tag: "v3.8", digest: A } };
    const judge = (frontend: ServiceRelease) => checkPromotion(pinned, { ...staging, frontend }, TODAY);
    const next = (digest?: string) => ({
      tag: "v3.7",
      history: [{ revision: 1, tag: "v3.7" }],
      rollout: { phase: "replaced" as const, next: { tag: "v3.8", digest } },
    });
    expect(judge({ tag: "v3.8", digest: A })).toEqual([]);
    expect(judge({ tag: "v3.8" })).toEqual([]);
    expect(judge(next(A))).toEqual([]);
    for (const other of [judge({ tag: "v3.8", digest: B }), judge(next(B))]) {
      expect(other).toEqual([
        `frontend v3.8 is ${B} in production's file, and what ran by that tag is ${A}. ` +
          "Write that digest; or give the other content a tag of its own, and bring it into staging first.",
      ]);
    }
    // Staging's file names none: the records in the registry are about contents.
    expect(checkPromotion(staging, { ...staging, frontend: { tag: "v3.8", digest: B } }, TODAY)).toEqual([]);
    // What production had itself counts too.
    expect(judge({ tag: "v3.8", digest: B, history: [{ revision: 1, tag: "v3.8", digest: B }] })).toEqual([]);
  });

  it("62: may leave staging out in an emergency, with a reason", () => {
    expect(problems({ frontend: { tag: "v3.7", rollout: next("v3.9", "logins fail") } })).toEqual([]);
    expect(problems({ frontend: { tag: "v3.9", emergency: "logins fail", emergencyUntil: UNTIL } })).toEqual([]);
  });

  it("62: has an emergency for some days, and not without an end", () => {
    const urgent = { tag: "v3.9", emergency: "logins fail", emergencyUntil: UNTIL };
    expect(emergencyEnd(new Date(`${TODAY}T23:00:00Z`))).toBe(UNTIL);
    expect(problems({ frontend: urgent }, UNTIL)).toEqual([]);
    const ways =
      "Bring the version through staging: npx thoughts release start frontend v3.9 -s staging --cause WHY. " +
      "Or go back to one that was there: npx thoughts release rollback frontend -s production --cause WHY.";
    expect(problems({ frontend: urgent }, "2026-12-03")).toEqual([
      `the emergency of frontend v3.9 ended on ${UNTIL}. ${ways}`,
    ]);
    expect(problems({ frontend: { tag: "v3.9", emergency: "logins fail" } })).toEqual([
      `the emergency of frontend v3.9 has no end; write emergencyUntil, the last day, at most 7 days from now. ${ways}`,
    ]);
    expect(problems({ frontend: { ...urgent, tag: "v3.8" } }, "2027-01-01")).toEqual([]);
  });

  it("62: has no emergency for longer than some days, whoever wrote its end", () => {
    const [problem] = problems({ frontend: { tag: "v3.9", emergency: "logins fail", emergencyUntil: "9999-12-31" } });
    expect(problem).toContain(`is to last until 9999-12-31, and may last until ${UNTIL} at most; write that into`);
  });

  it("62: is not what production had in an emergency, once that is over", () => {
    const history = [{ revision: 2, tag: "v3.9", emergency: "logins fail" }];
    expect(problems({ frontend: { tag: "v3.9", history } })).toEqual([expect.stringContaining("was never in staging")]);
  });

  it("62: in an emergency is one service, while nothing else changes", () => {
    const urgent = { tag: "v3.7", rollout: next("v3.9", "logins fail") };
    expect(
      problems({ frontend: urgent, "users-backend": { tag: "v2.4", emergency: "logins fail", emergencyUntil: UNTIL } }),
    ).toEqual([
      expect.stringContaining("users-backend and frontend have versions that were never in staging") as string,
    ]);
    const other: Partial<Services> = {
      "users-backend": { tag: "v2.2", history: [{ revision: 1, tag: "v2.2" }], rollout: next("v2.3") },
    };
    expect(problems({ frontend: urgent, ...other })).toEqual([
      expect.stringContaining("users-backend and frontend are changing. Finish or abort the others first.") as string,
    ]);
  });
});

describe("the program of production itself, whatever wrote its file, refuses", () => {
  const COMMITTED = readFileSync(join(__dirname, "..", "Pulumi.staging.yaml"), "utf8");
  let folder: string;
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: folder, stdio: "pipe" });
  const stagingHas = (tag: string) => {
    writeFileSync(join(folder, "Pulumi.staging.yaml"), COMMITTED.replace("tag: v3.7", `tag: ${tag}`));
  };
  const productionWith = (frontend: object, where: string | undefined = folder) => {
    const { thoughts, ...config } = committedConfig("production");
    const { services } = thoughts.release as { readonly services: object };
    const changed = { ...thoughts, release: { services: { ...services, frontend } } };
    return () => environmentOf({ ...config, thoughts: changed, folder: where });
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-promotion-"));
    stagingHas("v3.8");
    git("init", "--quiet");
    git("add", "--all");
    git("-c", "user.name=anna", "-c", "user.email=anna@example.com", "commit", "--quiet", "-m", "v3.8");
    stagingHas("v3.10");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("a version that staging has not had", () => {
    expect(productionWith({ tag: "v3.9" })).toThrow(/frontend v3\.9 was never in staging, which has v3\.10\./);
    expect(productionWith({ tag: "v3.7", rollout: next("v3.9") })).toThrow(/frontend v3\.9 was never in staging/);
    expect(productionWith({ tag: "v3.9", emergency: "logins fail", emergencyUntil: "2026-11-24" })).toThrow(
      /the emergency of frontend v3\.9 ended on 2026-11-24/,
    );
  });

  it("but no version that staging has, had in a commit, or that came in an emergency", () => {
    expect(productionWith({ tag: "v3.10" })).not.toThrow();
    expect(productionWith({ tag: "v3.8" })).not.toThrow();
    expect(productionWith({ tag: "v3.9", emergency: "logins fail", emergencyUntil: UNTIL })).not.toThrow();
  });

  it("no version by a content that staging had not", () => {
    const [A, B] = [`sha256:${"a".repeat(64)}`, `sha256:${"b".repeat(64)}`];
    stagingHas(`v3.9\n        digest: ${A}`);
    git("add", "--all");
    git("-c", "user.name=anna", "-c", "user.email=anna@example.com", "commit", "--quiet", "-m", "v3.9");
    stagingHas("v3.10");
    expect(productionWith({ tag: "v3.9", digest: A })).not.toThrow();
    expect(productionWith({ tag: "v3.9", digest: B })).toThrow(/frontend v3\.9 is sha256:b+ in production's file/);
  });

  it("what it can't judge in a shallow clone, and says that it is one", () => {
    git("add", "--all");
    git("-c", "user.name=anna", "-c", "user.email=anna@example.com", "commit", "--quiet", "-m", "v3.10");
    const shallow = join(folder, "shallow");
    git("clone", "--quiet", "--depth", "1", `file://${folder}`, shallow);
    expect(productionWith({ tag: "v3.8" })).not.toThrow();
    expect(productionWith({ tag: "v3.10" }, shallow)).not.toThrow();
    expect(productionWith({ tag: "v3.8" }, shallow)).toThrow(
      /this clone is shallow: what Pulumi\.staging\.yaml said in earlier commits is not known here[^]*git fetch --unshallow[^]*never in staging/,
    );
  });

  it("any version, where staging's file is broken or gone", () => {
    writeFileSync(join(folder, "Pulumi.staging.yaml"), "config: [");
    expect(productionWith({ tag: "v3.8" })).toThrow(/Pulumi\.staging\.yaml: it can't be read, and says which versions/);
    rmSync(join(folder, "Pulumi.staging.yaml"));
    expect(productionWith({ tag: "v3.8" })).toThrow(/bring it back: git checkout Pulumi\.staging\.yaml/);
  });
});
