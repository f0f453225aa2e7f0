import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockOf, contains, formatCidr, parseCidr } from "./cidr";

const range = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => ({ first: address - (address % 2 ** (32 - prefix)), prefix }));

describe("a range of addresses", () => {
  it("is read as it is written", () => {
    fc.assert(
      fc.property(range, (one) => {
        expect(parseCidr(formatCidr(one))).toEqual(one);
      }),
    );
    expect(parseCidr("10.1.0.0/16")).toEqual({ first: 10 * 2 ** 24 + 2 ** 16, prefix: 16 });
  });

  it.each(["", "10.0.0.0", "10.0.0.0/33", "256.0.0.0/8", "10.0.0.1/16", "10.0.0/16", "a.b.c.d/8", "10.0.0.0/"])(
    "is not %j",
    (text) => expect(parseCidr(text)).toBeUndefined(),
  );

  it("contains its own blocks, and none behind them", () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 0, max: 4 }), (one, bits) => {
        fc.pre(one.prefix + bits <= 32);
        const blocks = 2 ** bits;
        expect(contains(one, blockOf(one, one.prefix + bits, 0))).toBe(true);
        expect(contains(one, blockOf(one, one.prefix + bits, blocks - 1))).toBe(true);
        expect(contains(one, blockOf(one, one.prefix + bits, blocks))).toBe(false);
      }),
    );
  });
});
