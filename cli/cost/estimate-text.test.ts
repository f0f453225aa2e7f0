import { describe, expect, it } from "vitest";
import { estimate } from "./estimate";
import { estimateText } from "./estimate-text";
import { pricesOf } from "./price-list";
import { PRICES, price } from "./testing/prices";
import { budget, cluster, natGateway, nodes, resource } from "./testing/resources";

const TODAY = "2026-11-30";
const textOf = (...resources: Parameters<typeof estimate>[0]) =>
  estimateText("staging", estimate(resources, PRICES), TODAY).split("\n");

describe("an estimate as text", () => {
  it("begins with the sum, its parts, and the budget", () => {
    expect(textOf(cluster(), natGateway("a"), budget("100")).slice(0, 4)).toEqual([
      "staging in us-west-2: $109.75 to $114.50 a month",
      "  fixed   $109.50         as long as it is there",
      "  usage   $0.25 to $5.00  if a month is as quiet, or as busy, as is assumed",
      "  budget  $100.00         a month may cost up to $114.50, more than the budget of $100.00: order less, or raise thoughts:budget.limitUsd",
    ]);
    expect(textOf(cluster(), budget("100"))[3]).toBe("  budget  $100.00  it fits");
  });

  it("has what is the same in one line, the dearest first, with how it was reckoned", () => {
    const lines = textOf(natGateway("a"), natGateway("b"), natGateway("c"), cluster());
    const fixed = lines.slice(lines.indexOf("Fixed") + 1, lines.indexOf("Fixed") + 3);
    expect(fixed).toEqual([
      "  $109.50  NAT gateway    3 × (730 × $0.05 per hour)  network-nat-a and 2 more",
      "  $73.00   control plane  730 × $0.10 per hour        cluster-control-plane",
    ]);
  });

  it("names what has no price", () => {
    const lines = textOf(nodes(1, 1, { instanceTypes: ["m9.huge"] }), resource("aws:new/thing:Thing", "thing"));
    expect(lines).toContain("NOT KNOWN, and not in the sum");
    expect(lines.filter((line) => /^ {2}(nodes-general|thing) \(aws:/.test(line))).toHaveLength(2);
  });

  it("says that the sum is not known, or the least that it can be", () => {
    const [thing, limit] = [resource("aws:new/thing:Thing", "thing"), budget("100")];
    expect(textOf(cluster(), thing, limit).slice(0, 4)).toEqual([
      "staging in us-west-2: at least $73.00 a month",
      "  fixed   at least $73.00  as long as it is there",
      "  usage   NOT KNOWN        if a month is as quiet, or as busy, as is assumed",
      "  budget  $100.00          what is known fits",
    ]);
    const nowhere = estimateText("staging", estimate([cluster(), limit], pricesOf("eu-central-1")), TODAY);
    expect(nowhere.split("\n").slice(0, 5)).toEqual([
      "staging in eu-central-1: NOT KNOWN",
      "  there are no prices of eu-central-1; make cli/cost/prices/eu-central-1.json of another region's: docs/cost.md#renew-them",
      "  fixed   NOT KNOWN  as long as it is there",
      "  usage   NOT KNOWN  if a month is as quiet, or as busy, as is assumed",
      "  budget  $100.00    nobody knows whether it fits",
    ]);
    expect(nowhere).not.toContain("$0.00");
  });

  it("says from when its prices are, which are old, and which are another region's", () => {
    const prices = { ...PRICES.prices, "eks/cluster": price(0.1, "hour", { read: "2024-01-01", of: "us-east-1" }) };
    const text = estimateText("staging", estimate([cluster(), natGateway("a")], { ...PRICES, prices }), TODAY);
    expect(text).toContain("Prices of 2024-01-01 to 2026-11-01, from cli/cost/prices/us-west-2.json");
    expect(text).toContain("OLD: more than 365 days before 2026-11-30: eks/cluster (2024-01-01). Renew them: npm run");
    expect(text).toContain("Prices of another region, taken as they are: eks/cluster (us-east-1).");
    expect(textOf(cluster()).join("\n")).not.toMatch(/OLD|another region/);
  });
});
