import { describe, expect, it } from "vitest";
import { accountEnvironment } from "../account/environment";
import { ROOT } from "../folders";
import { demoCost, demoCostText, demosCostText, NODE } from "./demo-cost";
import { pricesOf } from "./price-list";
import { PRICES } from "./testing/prices";

const small = { milliCpu: 200, mebibytes: 512, gib: 2 };
const costOf = (change: Partial<typeof small> = {}) => {
  const found = demoCost({ ...small, ...change }, PRICES);
  if (found === undefined) {
    throw new Error("there are prices.");
  }
  return found;
};

describe("what a demo costs", () => {
  it("is the share of a node that it fills, by processors or by memory, and its disks", () => {
    // A tenth of the processors of a node, and a sixteenth of its memory.
    expect(costOf()).toEqual({ nodes: 0.1, now: expect.closeTo(7.5) as number, asleep: 0.2 });
    expect(costOf({ mebibytes: 4_096 }).nodes).toBe(0.5);
    expect(demoCostText(costOf())).toBe("$7.50 a month, $0.20 asleep");
  });

  it("is its disks alone while it sleeps", () => {
    expect(demoCostText(costOf({ milliCpu: 0, mebibytes: 0 }))).toBe("$0.20 a month");
  });

  it("is not known without a price", () => {
    expect(demoCost(small, pricesOf("eu-central-1"))).toBeUndefined();
  });

  it("is of fifty what fifty cost, and as many nodes as they need", () => {
    const fifty = Array.from({ length: 50 }, () => costOf());
    expect(demosCostText(fifty, "us-west-2")).toBe(
      "On nodes such as staging's (m5.large in us-west-2) they cost $375.00 a month, 5 nodes of their own; all asleep, $10.00.",
    );
  });

  it("is by the nodes that staging has", () => {
    const { compute } = accountEnvironment(ROOT, "staging").platform.cluster;
    expect(compute).toMatchObject({ groups: { general: { instanceTypes: [NODE] } } });
  });
});
