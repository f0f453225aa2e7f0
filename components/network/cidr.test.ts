import { BlockList } from "node:net";
import fc from "fast-check";
import type { Netmask } from "netmask";
import { describe, expect, it } from "vitest";
import { blockOf, parseCidr } from "./cidr";

/** Every range but the last ones: behind those is nothing. */
const range = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.integer({ min: 1, max: 32 }))
  .map(([address, prefix]) => `${text(address - (address % 2 ** (32 - prefix)))}/${prefix}`);

/** Written by other code than what is tested. */
function text(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

function parsed(cidr: string): Netmask {
  const one = parseCidr(cidr);
  if (one === undefined) {
    throw new Error(`${cidr} was not read.`);
  }
  return one;
}

/** Whether a range is whole in another one, as Node.js sees it. */
function holds(outer: string, inner: Netmask): boolean {
  const list = new BlockList();
  const [network = "", prefix = ""] = outer.split("/");
  list.addSubnet(network, Number(prefix));
  return list.check(inner.base) && list.check(inner.broadcast ?? inner.last);
}

describe("a range of addresses", () => {
  it("is read as it is written", () => {
    fc.assert(
      fc.property(range, (one) => {
        expect(String(parseCidr(one))).toBe(one);
      }),
    );
    expect(parseCidr("10.1.0.0/16")).toMatchObject({ base: "10.1.0.0", bitmask: 16 });
    expect(parseCidr("0.0.0.0/0")).toMatchObject({ base: "0.0.0.0", bitmask: 0 });
  });

  it.each([
    ...["", "10.0.0.0", "10.0.0.0/33", "256.0.0.0/8", "10.0.0.1/16", "10.0.0/16", "a.b.c.d/8", "10.0.0.0/"],
    ...["010.0.0.0/8", "10.0.0.0/08", "10.0.0.0/255.0.0.0", "10.0.0.0/-1", "fd00::/8"],
  ])("is not %j", (given) => expect(parseCidr(given)).toBeUndefined());

  it("contains its own blocks, and none behind them", () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 0, max: 4 }), (one, bits) => {
        const { bitmask } = parsed(one);
        fc.pre(bitmask + bits <= 32);
        const blocks = 2 ** bits;
        for (const [index, inside] of [
          [0, true],
          [blocks - 1, true],
          [blocks, false],
        ] as const) {
          const block = blockOf(parsed(one), bitmask + bits, index);
          expect([parsed(one).contains(block), holds(one, block)]).toEqual([inside, inside]);
        }
      }),
    );
  });
});
