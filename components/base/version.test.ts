import { describe, expect, it } from "vitest";
import { compareVersions, isAtLeast } from "./version";

describe("a version", () => {
  it.each([
    ["v1.6", "v1.6", true],
    ["v1.6", "v1.5", false],
    ["v1.6", "v1.10", true],
    ["v1.6", "v1.6.0", true],
    ["v1.6.0", "v1.6", true],
    ["v1.6.1", "v1.6", false],
    ["v1.6", "v1.6-rc1", false],
    ["v1.6-rc1", "v1.6", true],
    ["v1.6-rc2", "v1.6-rc10", false],
    ["v1.6-rc.2", "v1.6-rc.10", true],
    ["v2.3", "v2.3-17-g2257f9c", true],
    ["v2.3-17-g2257f9c", "v2.3-9-gaaaaaaa", false],
    ["v2.3", "v2.2-17-g2257f9c", false],
    ["v1.6", "v1", false],
    ["v1.6", "BAD VERSION", false],
  ])("is held against the minimum %s: %s", (minimum, found, enough) => {
    expect(isAtLeast(minimum, found)).toBe(enough);
  });

  it("is none where a tag says only which commit or branch it is, wherever it would be sorted", () => {
    expect(["2257f9c", "main", "zebra", "1.6", "v"].filter((tag) => isAtLeast("v1.6", tag))).toEqual([]);
  });

  it("is earlier or later than another one, also where one has more digits", () => {
    expect(["v1.10", "v1.9", "v2.0", "v1.9-3-gabc"].sort(compareVersions)).toEqual([
      "v1.9",
      "v1.9-3-gabc",
      "v1.10",
      "v2.0",
    ]);
  });
});
