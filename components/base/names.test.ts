import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentName, secretContentName } from "./names";

const data = fc.dictionary(fc.string(), fc.string());

describe("a content name", () => {
  it("does not depend on the order of keys", () => {
    expect(contentName("shared-config", { a: "1", b: "2" })).toBe(contentName("shared-config", { b: "2", a: "1" }));
  });

  it("changes with any content and with nothing else", () => {
    fc.assert(
      fc.property(data, data, (one, other) => {
        const same = JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
        expect(contentName("c", one) === contentName("c", other)).toBe(same);
      }),
    );
  });

  it("ends in 8 hex digits", () => {
    expect(contentName("shared-config", { a: "1" })).toMatch(/^shared-config-[0-9a-f]{8}$/);
  });

  it("of a secret can't be told from the content alone: another key is another name", () => {
    expect(secretContentName("s", { a: "1" }, "key")).not.toBe(secretContentName("s", { a: "1" }, "another key"));
    expect(secretContentName("s", { a: "1" }, "key")).not.toBe(contentName("s", { a: "1" }));
  });
});
