import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pricedRegions, priceFile, PRICES, pricesOf, readPrices } from "./price-list";
import { PRICES as PLAIN, price } from "./testing/prices";

describe.each(pricedRegions())("the prices of %s", (region) => {
  const { prices, machines, region: said } = pricesOf(region);

  it("say the region of their file", () => {
    expect(said).toBe(region);
  });

  it("each have AWS's own page, and say where its word was read", () => {
    const wrong = Object.entries(prices).filter(
      ([, { source, via, offer }]) => !source.startsWith("https://aws.amazon.com/") || (via ?? offer) === undefined,
    );
    expect(wrong).toEqual([]);
  });

  it("are of no day to come, and are called after what they are for", () => {
    const today = new Date().toISOString().slice(0, 10);
    expect(Object.values(prices).filter(({ read }) => read > today)).toEqual([]);
    expect(Object.keys(prices).filter((name) => !/^[a-z0-9-]+\/[a-z0-9.-]+$/.test(name))).toEqual([]);
  });

  it("have a machine behind each instance type", () => {
    const types = Object.keys(prices).flatMap((name) => /^ec2\/(.+)$/.exec(name)?.[1] ?? []);
    expect(Object.keys(machines).sort()).toEqual([...types].sort());
  });

  it("have no spot price above the one on demand", () => {
    for (const [name, { usd }] of Object.entries(prices)) {
      const type = /^ec2-spot\/(.+)$/.exec(name)?.[1];
      expect(type === undefined || usd < (prices[`ec2/${type}`]?.usd ?? 0)).toBe(true);
    }
  });

  it("have one row of AWS's price list each", () => {
    const rows = Object.values(prices).flatMap(({ offer }) => (offer === undefined ? [] : [JSON.stringify(offer)]));
    expect(new Set(rows).size).toBe(rows.length);
  });
});

describe("a file of prices", () => {
  const with1 = (change: object) =>
    priceFile.safeParse({ ...PLAIN, prices: { "eks/cluster": { ...price(1), ...change } } }).success;

  it("is refused without a source, a day, or a sum of money", () => {
    expect(with1({})).toBe(true);
    for (const change of [
      { source: undefined },
      { source: "AWS" },
      { source: "http://aws.amazon.com/eks/" },
      { read: undefined },
      { read: "yesterday" },
      { read: "2026-13-01" },
      { usd: -1 },
      { usd: "0.1" },
      { per: "" },
      { cents: 3 },
    ]) {
      expect([change, with1(change)]).toEqual([change, false]);
    }
  });

  it("says what is wrong with it", () => {
    const file = join(mkdtempSync(join(tmpdir(), "prices-")), "us-west-2.json");
    writeFileSync(file, JSON.stringify({ ...PLAIN, prices: { "eks/cluster": { usd: 1 } } }));
    expect(() => readPrices(file)).toThrow(/us-west-2\.json is no file of prices:[^]*prices\["eks\/cluster"\]\.source/);
  });

  it("is where prices are looked for", () => {
    expect(pricedRegions(PRICES)).toContain("us-west-2");
  });
});
