import { expect, it } from "vitest";
import { instantOf } from "./instant";

it("the end of a demo is what its namespace says", () => {
  expect(instantOf("2026-12-01T10:00:00.000Z")).toEqual(new Date("2026-12-01T10:00:00Z"));
});

it.each([undefined, "", "tomorrow", "2026-13-45"])(
  "the end of a demo is not known where its namespace says %j",
  (text) => {
    expect(instantOf(text)).toBeUndefined();
  },
);
