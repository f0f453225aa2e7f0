import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentName, MAX_NAME_LENGTH, physicalName, secretContentName } from "./names";

const RFC_1123 = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const data = fc.dictionary(fc.string(), fc.string());

describe("a physical name", () => {
  it.each([
    ["frontend", "frontend"],
    ["thoughts_backend.db", "thoughts-backend-db"],
    ["Demo Anna!", "demo-anna"],
    ["--a--", "a"],
  ])("made of %j is %j", (text, name) => {
    expect(physicalName(text)).toBe(name);
  });

  it("is one that Kubernetes accepts, whatever was written", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => /[a-zA-Z0-9]/.test(text)),
        (text) => {
          const name = physicalName(text);
          expect(name).toMatch(RFC_1123);
          expect(name.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
        },
      ),
    );
  });

  it("stays different for long texts that differ only behind the cut", () => {
    const long = "a".repeat(80);
    expect(physicalName(`${long}b`)).not.toBe(physicalName(`${long}c`));
  });

  it("is refused for a text without a letter or digit", () => {
    expect(() => physicalName("___")).toThrow('"___" has no letter or digit');
  });
});

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
