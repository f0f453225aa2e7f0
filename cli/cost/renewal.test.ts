import { describe, expect, it } from "vitest";
import { readOffer, renewed, renewedText, withRenewed } from "./renewal";
import { PRICES, price } from "./testing/prices";

const HEAD = [
  '"FormatVersion","v1.0"',
  '"Disclaimer","This pricing list is for informational purposes only, ""as is""."',
  '"Publication Date","2026-11-20T17:12:09Z"',
  '"Version","20261120171209"',
  '"OfferCode","AmazonRDS"',
];
const COLUMNS =
  '"SKU","OfferTermCode","TermType","PriceDescription","StartingRange","EndingRange","Unit","PricePerUnit","Currency","usageType","Database Engine"';
const row = (
  usage: string,
  engine: string,
  usd: string,
  change: { term?: string; from?: string; currency?: string } = {},
) =>
  `"X","JRT","${change.term ?? "OnDemand"}","$${usd} per ""hour"", or part of it","${change.from ?? "0"}","Inf","Hrs","${usd}","${change.currency ?? "USD"}","${usage}","${engine}"`;

const MICRO = "USW2-InstanceUsage:db.t4g.micro";
const before = price(0.016, "instance-hour", {
  of: "us-east-1",
  via: "a page",
  read: "2026-01-01",
  offer: { code: "AmazonRDS", usage: MICRO, match: { "Database Engine": "PostgreSQL" } },
});

async function* lines(...texts: readonly string[]): AsyncGenerator<string> {
  for (const text of texts) {
    yield await Promise.resolve(text);
  }
}

const offerOf = (...rows: readonly string[]) => readOffer(lines(...HEAD, COLUMNS, ...rows), new Set([MICRO]));

describe("a price", () => {
  it("is renewed from its row, and is then of the day on which AWS published it, for its own region", async () => {
    const offer = await offerOf(
      row("USW2-InstanceUsage:db.t4g.small", "PostgreSQL", "0.032"),
      row(MICRO, "MySQL", "0.018"),
      row(MICRO, "PostgreSQL", "0.011", { term: "Reserved" }),
      row(MICRO, "PostgreSQL", "0.0170000000"),
    );
    const found = renewed("rds/db.t4g.micro", before, offer);
    expect(found.after).toEqual({
      usd: 0.017,
      per: "instance-hour",
      source: before.source,
      read: "2026-11-20",
      offer: before.offer,
    });
    expect(renewedText(found)).toBe("  rds/db.t4g.micro: $0.016 → $0.017");
    expect(withRenewed(PRICES, [found]).prices["rds/db.t4g.micro"]?.usd).toBe(0.017);
  });

  it("is the one of the first step, where more is cheaper", async () => {
    const offer = await offerOf(row(MICRO, "PostgreSQL", "0.02"), row(MICRO, "PostgreSQL", "0.01", { from: "10240" }));
    expect(renewed("x", before, offer).after?.usd).toBe(0.02);
  });

  it.each([
    [
      "no row is it",
      [],
      "0 rows are Database Engine = PostgreSQL, usageType = USW2-InstanceUsage:db.t4g.micro; one has",
    ],
    ["two rows are", [row(MICRO, "PostgreSQL", "0.02"), row(MICRO, "PostgreSQL", "0.03")], "2 rows are"],
    ["it is for nothing", [row(MICRO, "PostgreSQL", "0.0000000000")], "says 0.0000000000 USD, which is no price"],
    ["it is in other money", [row(MICRO, "PostgreSQL", "0.1", { currency: "CNY" })], "says 0.1 CNY"],
  ])("stays as it is if %s", async (_, rows, why) => {
    const found = renewed("rds/db.t4g.micro", before, await offerOf(...rows));
    expect(found.after).toBeUndefined();
    expect(renewedText(found)).toContain(`stays $0.016 of 2026-01-01: `);
    expect(found.why).toContain(why);
    expect(withRenewed(PRICES, [found])).toEqual(PRICES);
  });

  it("is left to people if it has no row", async () => {
    expect(renewed("ec2-spot/m5.large", price(0.04), await offerOf()).why).toContain("renew it by hand");
  });
});

describe("a file", () => {
  it.each([
    ["is another one", ["<html>"], "no day of publication"],
    ["has no columns", HEAD, "no column TermType, StartingRange"],
    ["has other columns", [...HEAD, COLUMNS.replace("usageType", "UsageType")], "no column usageType"],
  ])("is refused that %s", async (_, texts, why) => {
    await expect(readOffer(lines(...texts), new Set())).rejects.toThrow(why);
  });
});
