import { BlockList } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPublicRanges } from "./public-ranges";

/** Written by hand from the registry. @see https://www.iana.org/assignments/iana-ipv4-special-registry/ */
const RESERVED = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"],
  ...["198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
];

const reserved = new BlockList();
for (const [network = "", prefix = ""] of RESERVED.map((cidr) => cidr.split("/"))) {
  reserved.addSubnet(network, Number(prefix));
}

function messagesOf(...cidrs: readonly string[]): readonly string[] {
  return checkPublicRanges("publicAccessCidrs", cidrs).map(({ path, message }) => `${path}: ${message}`);
}

const address = (number: number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");

describe("ranges that may reach a cluster over the internet", () => {
  it("are those that somebody on the internet has", () => {
    expect(messagesOf()).toEqual([]);
    expect(messagesOf("54.240.193.128/26", "54.240.194.7/32", "52.94.0.0/16")).toEqual([]);
  });

  it.each([
    ...RESERVED.filter((cidr) => Number(cidr.split("/")[1]) >= 16),
    ...["10.1.2.0/24", "127.0.0.1/32", "172.31.0.0/16", "100.100.0.1/32", "192.0.0.0/16", "198.51.0.0/16"],
    ...["203.0.113.0/25", "203.0.113.77/32", "203.0.112.0/23", "255.255.255.255/32", "224.0.0.1/32", "0.0.0.0/32"],
  ])("are not %s, which EKS refuses", (cidr) => {
    expect(messagesOf(cidr)).toEqual([
      expect.stringMatching(/^publicAccessCidrs: "[\d./]+" has addresses that are not public \(\w+\), and EKS refuses/),
    ]);
  });

  it("are not reserved, wherever they lie and however large they are", () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 24, max: 32 }))
      .map(([number, prefix]) => [address(number - (number % 2 ** (32 - prefix))), prefix] as const);
    const nearReserved = fc.constantFrom(...RESERVED).map((cidr) => [cidr.split("/")[0] ?? "", 32] as const);
    fc.assert(
      fc.property(fc.oneof(range, nearReserved), ([first, prefix]) => {
        expect(messagesOf(`${first}/${prefix}`).length).toBe(reserved.check(first) ? 1 : 0);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "64.0.0.0/3", "52.0.0.0/8", "52.94.0.0/15"])(
    "are not %s, which is nobody in particular",
    (cidr) => {
      expect(messagesOf(cidr)).toEqual([
        `publicAccessCidrs: "${cidr}" is too wide to say who is meant, a prefix is at least /16; use those of offices, ` +
          `VPN and CI: the address that https://checkip.amazonaws.com shows there, with "/32".`,
      ]);
    },
  );

  it.each(["54.240.193.7", "54.240.193.129/26", "office", "2600::/16", "054.240.193.0/24", ""])(
    "are not %j, which is no range",
    (cidr) => expect(messagesOf(cidr)).toEqual([expect.stringContaining("is no range of IPv4 addresses")]),
  );

  it("are each named once", () => {
    const once = "54.240.193.128/26";
    for (const again of [once, "54.240.193.130/32", "54.240.193.0/24"]) {
      expect(messagesOf(once, again)).toEqual([
        expect.stringContaining(`"${again}" has addresses that "${once}" has already`),
      ]);
    }
  });

  it("are at most 40", () => {
    const ranges = (count: number) => Array.from({ length: count }, (_, index) => `54.240.193.${index}/32`);
    expect(messagesOf(...ranges(40))).toEqual([]);
    expect(messagesOf(...ranges(41))).toEqual([
      "publicAccessCidrs: 41 ranges are too many, EKS takes at most 40; take out what is not needed, or join ranges.",
    ]);
  });
});
