import { describe, expect, it } from "vitest";
import { between } from "../../cost/amount";
import type { CostChange } from "../../cost/change";
import { report } from "../testing/changes";
import { comment } from "./comment";

const cost: CostChange = {
  before: between(341.6, 462.58),
  after: between(341.6, 610.74),
  resources: [
    {
      type: "aws:eks/nodeGroup:NodeGroup",
      name: "cluster-nodes-general",
      before: between(104.95, 148.16),
      after: between(104.95, 296.32),
    },
  ],
  notKnown: [],
  budgetUsd: 500,
  notes: ["prices of 2026-01-01 to 2026-10-06"],
};

/** The part about money, as it is read. */
function costIn(text: string): readonly string[] {
  const [, part = ""] = /### Cost\n\n([^]*?)\n\n/.exec(text) ?? [];
  return part
    .replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)))
    .split("\n")
    .filter((line) => line !== "");
}

describe("the comment", () => {
  it("says what a month costs before and after, by how much it differs, and what costs something else", () => {
    expect(costIn(comment(report({ cost })))).toEqual([
      "- **staging**: a month costs $341.60 to $610.74 ($0.00 to +$148.16, it was $341.60 to $462.58); the budget is $500.00",
      "  - eks NodeGroup cluster-nodes-general: $104.95 to $148.16 → $104.95 to $296.32",
      "- prices of 2026-01-01 to 2026-10-06",
    ]);
  });

  it("says each environment, and what they have in common once", () => {
    const lines = costIn(comment(report({ cost }, { stack: "production", cost })));
    expect(lines.filter((line) => line.startsWith("- **"))).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith("- prices"))).toHaveLength(1);
  });

  it("names what has no price, and counts resources that it does not name", () => {
    const [one] = cost.resources;
    const many = Array.from({ length: 11 }, (_, at) => ({ ...one, name: `group-${at}` })) as CostChange["resources"];
    const notKnown = [{ resource: "search", type: "aws:x:Y", why: "nobody knows" }];
    const lines = costIn(comment(report({ cost: { ...cost, resources: many, notKnown } })));
    expect(lines).toContain("  - … and 3 resources more");
    expect(lines).toContain("  - not in the sum: search: nobody knows");
  });

  it("says nothing of money where nobody could say", () => {
    expect(comment(report({}))).not.toContain("### Cost");
  });

  it("hides a secret in a name", () => {
    const named = { ...cost, notKnown: [{ resource: "hunter2-secret", type: "aws:x:Y", why: "hunter2-secret" }] };
    expect(comment(report({ cost: named, secrets: ["hunter2-secret"] }))).not.toContain("hunter2");
  });
});
