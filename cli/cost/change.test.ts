import { describe, expect, it } from "vitest";
import { costRisks } from "../preview/cost-risks";
import { costOfResourceText, costText } from "../report/cost-text";
import { costChange } from "./change";
import { estimate } from "./estimate";
import type { Resource } from "./line";
import { pricesOf } from "./price-list";
import { PRICES, price } from "./testing/prices";
import { budget, cluster, database, natGateway, nodes, resource } from "./testing/resources";

const of = (...resources: readonly Resource[]) => estimate(resources, PRICES);
const change = (before: readonly Resource[], after: readonly Resource[]) =>
  costChange(of(...before), of(...after), "2026-11-30");
const risks = (before: readonly Resource[], after: readonly Resource[]) =>
  costRisks(change(before, after), of(...before).notKnown);
const key = resource("aws:kms/key:Key", "key");

describe("the cost of a change", () => {
  it("is what a month costs before and after, with the resources that cost something else", () => {
    const found = change([cluster(), key, nodes(1, 2)], [cluster(), nodes(2, 2), natGateway("a")]);
    expect(found.resources.map(costOfResourceText)).toEqual([
      "eks NodeGroup nodes-general: $75.00 to $150.00 → $150.00",
      "ec2 NatGateway network-nat-a: $0.00 → $36.75 to $41.50",
      "kms Key key: $1.00 → $0.00",
    ]);
    expect(costText(found)).toBe("a month costs $259.75 to $264.50 (+$40.50 to +$110.75, it was $149.00 to $224.00)");
  });

  it("is said to be none where there is none", () => {
    const found = change([cluster(), budget("600")], [cluster(), budget("600")]);
    expect(found.resources).toEqual([]);
    expect(costText(found)).toBe("a month costs $73.00 (no change); the budget is $600.00");
  });

  it("is not that of a part as if it were the whole", () => {
    const strange = resource("aws:new/thing:Thing", "thing");
    const found = change([cluster(), database()], [cluster(), database({ engine: "mysql" }), strange]);
    expect(costText(found)).toMatch(/^a month costs at least \$73\.00 .*(in what is known, it was \$\d+)/);
    expect(found.resources.map(costOfResourceText)).toEqual([
      expect.stringMatching(/^rds Instance .*: \$\d.* → NOT KNOWN$/),
      "new Thing thing: $0.00 → NOT KNOWN",
    ]);
    const nowhere = costChange(of(cluster()), estimate([cluster()], pricesOf("eu-central-1")), "2026-11-30");
    expect(costText(nowhere)).toBe("a month costs: NOT KNOWN (it was: $73.00)");
    expect(nowhere.notes[0]).toContain("there are no prices of eu-central-1");
  });

  it("names old prices", () => {
    const prices = { ...PRICES, prices: { ...PRICES.prices, "kms/key": price(1, "month", { read: "2024-01-01" }) } };
    const one = estimate([key], prices);
    expect(costChange(one, one, "2026-11-30").notes).toEqual([
      "prices of 2024-01-01 to 2024-01-01; no bill, see docs/cost.md",
      "old prices: kms/key; renew them: npm run prices:update",
    ]);
  });
});

describe("it is a risk", () => {
  it("if a month may cost a tenth more, and more than $10", () => {
    expect(risks([nodes(1, 4)], [nodes(1, 5)])).toEqual([
      {
        level: "warning",
        kind: "cost",
        subject: "",
        what: "a month becomes more than 10 % dearer: $75.00 to $375.00, it was $75.00 to $300.00",
      },
    ]);
    expect(risks([nodes(10, 10)], [nodes(11, 11)])).toEqual([]);
    expect(risks([key], [key, resource("aws:kms/key:Key", "other")])).toEqual([]);
    expect(risks([nodes(1, 5)], [nodes(1, 1)])).toEqual([]);
  });

  it("if it passes the budget, whether it did before or not", () => {
    const warning = expect.objectContaining({ level: "warning", kind: "cost" }) as unknown;
    expect(risks([cluster(), budget("72")], [cluster(), budget("72")])).toEqual([warning]);
    expect(risks([cluster(), budget("73")], [cluster(), budget("73")])).toEqual([]);
  });

  it("if nobody knows what something new costs", () => {
    const strange = resource("aws:new/thing:Thing", "thing");
    expect(risks([], [strange])).toEqual([
      expect.objectContaining({
        level: "notice",
        what: "what thing costs is not known: what this type costs is not known here; add it to cli/cost/kinds",
      }),
    ]);
    expect(risks([strange], [strange])).toEqual([]);
    expect(risks([database()], [database({ engine: "mysql" })]).map(({ level }) => level)).toEqual(["notice"]);
  });
});
