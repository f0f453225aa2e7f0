import { expect, it } from "vitest";
import { upstreamOf, versionIn } from "./debian";

it.each([
  ["8.2302.0-1+deb12u2", "8.2302.0"],
  ["3.0.0~rc50-1+b6", "3.0.0-rc50"],
  ["15.20-0+deb12u1", "15.20"],
  ["1:2.6.12-1", "2.6.12"],
])("a version of Debian's is called by its makers: %s", (version, upstream) => {
  expect(upstreamOf(version)).toBe(upstream);
});

it.each([
  ["8.2302.0", "8.2302.0"],
  ["8.2302.0-r2", "8.2302.0"],
  ["3.0.0-rc50", "3.0.0-rc50"],
  ["3.0.0-rc50-r3", "3.0.0-rc50"],
])("the tag %s has the version %s, however often it was packed in another way", (tag, version) => {
  expect(versionIn(tag)).toBe(version);
});
