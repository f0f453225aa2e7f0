import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Json } from "./json";
import { hasUnknown, reveal, secret, UNKNOWN } from "./values";

describe("markers", () => {
  it("are all taken off for the API server", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(reveal({ a: [secret({ b: secret(value as Json) })] })).toEqual({ a: [{ b: value }] });
      }),
    );
  });

  it("of unknown values are found at any depth", () => {
    expect(hasUnknown({ a: [{ b: secret(UNKNOWN) }] })).toBe(true);
    expect(hasUnknown({ a: "known" })).toBe(false);
  });
});
