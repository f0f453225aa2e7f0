import { describe, expect, it } from "vitest";
import { checkPromotion, type Services } from "../release/promotion";
import { parseSettings, release } from "./settings";
import { committedConfig } from "./testing/settings";

const staging: Services = {
  "users-backend": { tag: "v2.3" },
  "thoughts-backend": { tag: "v1.6" },
  frontend: { tag: "v3.8", history: [{ revision: 1, tag: "v3.7" }] },
};
const next = (tag: string, emergency?: string) => ({ phase: "replaced", next: { tag }, emergency }) as const;

/** Production with the versions of staging, but for what is given. */
function problems(change: Partial<Services>): readonly string[] {
  return checkPromotion(staging, { ...staging, ...change });
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
    expect(checkPromotion(committed("staging"), committed("production"))).toEqual([]);
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

  it("62: may leave staging out in an emergency, with a reason", () => {
    expect(problems({ frontend: { tag: "v3.7", rollout: next("v3.9", "logins fail") } })).toEqual([]);
    expect(problems({ frontend: { tag: "v3.9", emergency: "logins fail" } })).toEqual([]);
  });

  it("62: in an emergency is one service, while nothing else changes", () => {
    const urgent = { tag: "v3.7", rollout: next("v3.9", "logins fail") };
    expect(problems({ frontend: urgent, "users-backend": { tag: "v2.4", emergency: "logins fail" } })).toEqual([
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
