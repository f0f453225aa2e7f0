import { describe, expect, it } from "vitest";
import { BAD_VERSION, isAtLeast, readVersion } from "./version";

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
    ["v1.6", BAD_VERSION, false],
  ])("is held against the minimum %s: %s", (minimum, found, enough) => {
    expect(isAtLeast(minimum, found)).toBe(enough);
  });

  it("is bad unless the image was stamped", () => {
    expect(readVersion({})).toEqual({ commit: BAD_VERSION, version: BAD_VERSION });
    expect(readVersion({ VERSION_SHA: "2257f9c", VERSION_NAME: "v2.3" })).toEqual({
      commit: "2257f9c",
      version: "v2.3",
    });
  });
});
