import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FormatName, FORMATS, fits, misfit } from "./formats";

const NAMES = Object.keys(FORMATS) as FormatName[];

/** A text of as many characters as may be, and what may not stand at its ends. */
const LIMITS: Readonly<Record<FormatName, { readonly longest: string; readonly ends: string }>> = {
  dnsLabel: { longest: "a".repeat(63), ends: "-._" },
  dnsName: { longest: `${"a.".repeat(126)}a`, ends: "-._" },
  domain: { longest: `${"a.".repeat(94)}a`, ends: "-._" },
  certificateDomain: { longest: `aa.${"a".repeat(61)}`, ends: "-._" },
  commonName: { longest: `${"a.".repeat(30)}aaaa`, ends: "-._" },
  labelValue: { longest: "a".repeat(63), ends: "-._" },
  imageTag: { longest: "a".repeat(63), ends: "-._" },
  imagePrefix: { longest: `a/${"a".repeat(198)}`, ends: "-._/:" },
  tagValue: { longest: "a".repeat(256), ends: " " },
  bucketName: { longest: "a".repeat(63), ends: "-._" },
  roleName: { longest: "a".repeat(64), ends: " /:" },
  policyName: { longest: "a".repeat(128), ends: " /:" },
  keyAlias: { longest: "a".repeat(250), ends: " .:" },
  databaseIdentifier: { longest: "a".repeat(63), ends: "-._" },
  clusterName: { longest: "a".repeat(100), ends: " ./" },
  budgetName: { longest: "a".repeat(100), ends: ":\\" },
  loadBalancerGroup: { longest: "a".repeat(63), ends: "-._" },
};

describe("a format", () => {
  it.each(NAMES)("%s takes the longest text and no longer one", (name) => {
    const { longest } = LIMITS[name];
    expect([longest.length, fits(name, longest)]).toEqual([FORMATS[name].most, true]);
    expect([fits(name, `${longest}a`), fits(name, "")]).toEqual([false, false]);
  });

  it.each(NAMES)("%s has ends, and takes no line break", (name) => {
    for (const end of LIMITS[name].ends) {
      expect([end, fits(name, `aa${end}`), fits(name, `${end}aa`)]).toEqual([end, false, false]);
    }
    expect(fits(name, "aa\n")).toBe(false);
  });

  it("says what was given, how long it is if that is too long, and what is allowed", () => {
    expect(misfit("dnsLabel", "a", "namespace")).toBeUndefined();
    expect(misfit("dnsLabel", "A", "namespace")).toBe(
      `"A" is no namespace; use lower-case letters, digits and "-", a letter or digit at both ends, at most 63 characters.`,
    );
    expect(misfit("roleName", "a".repeat(65), "name of a role")).toMatch(
      /^"a{65}" \(65 characters\) is no name of a role/,
    );
  });

  it("of a domain leaves room for a part in front, however long it is", () => {
    const parts = (most: number) =>
      fc
        .array(fc.integer({ min: 1, max: 63 }), { minLength: 1, maxLength: most })
        .map((lengths) => lengths.map((length) => "a".repeat(length)).join("."));
    fc.assert(
      fc.property(parts(6), parts(1), (domain, part) => {
        fc.pre(fits("domain", domain));
        expect(fits("dnsName", `${part}.${domain}`)).toBe(true);
      }),
    );
  });
});
