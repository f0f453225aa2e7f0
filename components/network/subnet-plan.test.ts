import { BlockList } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSubnetPlan, planSubnets, type ZoneLetter } from "./subnet-plan";

const LETTERS = ["a", "b", "c", "d", "e", "f"] as const;

/** Every VPC that is allowed in 10.0.0.0/8, and every choice of zones. */
const vpc = fc
  .tuple(fc.integer({ min: 16, max: 19 }), fc.integer({ min: 0, max: 2 ** 24 - 1 }))
  .map(([prefix, address]) => `${text(10 * 2 ** 24 + (address - (address % 2 ** (32 - prefix))))}/${prefix}`);
const zones = fc.subarray([...LETTERS], { minLength: 2 });

/** Written and read by other code than the plan's. */
function text(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

function sizeOf(cidr: string): number {
  return 2 ** (32 - Number(cidr.split("/")[1]));
}

function ends(cidr: string): readonly [string, string] {
  const [first = ""] = cidr.split("/");
  const value = first.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return [first, text(value + sizeOf(cidr) - 1)];
}

/** Whether the first and the last address of a range are in another one, as Node.js sees it. */
function holds(outer: string, inner: string): readonly [boolean, boolean] {
  const list = new BlockList();
  const [network = "", prefix = ""] = outer.split("/");
  list.addSubnet(network, Number(prefix));
  const [first, last] = ends(inner);
  return [list.check(first), list.check(last)];
}

function rangesOf(cidr: string, letters: readonly ZoneLetter[]): readonly string[] {
  return planSubnets(cidr, letters).flatMap((subnets) => [subnets.public, subnets.private]);
}

describe("a subnet plan", () => {
  it("keeps every subnet inside the VPC, and no two of them overlap", () => {
    fc.assert(
      fc.property(vpc, zones, (cidr, letters) => {
        expect(checkSubnetPlan(cidr, letters)).toEqual([]);
        const ranges = rangesOf(cidr, letters);
        expect(ranges).toHaveLength(2 * letters.length);
        for (const one of ranges) {
          expect(holds(cidr, one)).toEqual([true, true]);
          for (const other of ranges.filter((range) => range !== one)) {
            expect(holds(other, one)).toEqual([false, false]);
          }
        }
      }),
    );
  });

  it("leaves half of the addresses free whatever the zones, and each private subnet room for pods", () => {
    fc.assert(
      fc.property(vpc, (cidr) => {
        const used = rangesOf(cidr, LETTERS).reduce((sum, range) => sum + sizeOf(range), 0);
        expect(used).toBeLessThan(sizeOf(cidr) / 2);
        expect(planSubnets(cidr, LETTERS).every((subnets) => sizeOf(subnets.private) >= 512)).toBe(true);
      }),
    );
  });

  it("moves no subnet when a zone joins or leaves", () => {
    fc.assert(
      fc.property(vpc, zones, (cidr, letters) => {
        const all = planSubnets(cidr, LETTERS);
        expect(planSubnets(cidr, letters)).toEqual(all.filter(({ zone }) => letters.includes(zone)));
      }),
    );
  });

  it("is the same as ever: another one would replace subnets with all that is in them", () => {
    expect(planSubnets("10.0.0.0/16", ["a", "b", "c"])).toEqual([
      { zone: "a", public: "10.0.128.0/24", private: "10.0.0.0/20" },
      { zone: "b", public: "10.0.129.0/24", private: "10.0.16.0/20" },
      { zone: "c", public: "10.0.130.0/24", private: "10.0.32.0/20" },
    ]);
  });

  it.each(["10.0.0.0/15", "10.0.0.0/20", "8.8.0.0/16", "10.0.1.0/16", "nonsense"])("is refused for %j", (cidr) => {
    expect(checkSubnetPlan(cidr, ["a", "b"])).toEqual([
      {
        path: "cidr",
        message:
          `"${cidr}" is no range for a VPC; use a private one (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16) of a size ` +
          `from /16 to /19, such as "10.0.0.0/16".`,
      },
    ]);
  });

  it.each([[[]], [["a"]], [["a", "a"]], [["a", "z"]]])("is refused for the zones %j", (letters) => {
    const [problem, ...others] = checkSubnetPlan("10.0.0.0/16", letters as ZoneLetter[]);
    expect(problem?.path).toBe("zones");
    expect(problem?.message).toContain("use two or more different letters of a, b, c, d, e, f");
    expect(others).toEqual([]);
  });
});
