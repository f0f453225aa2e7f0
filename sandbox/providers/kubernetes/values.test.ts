import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Json } from "./json";
import { scrubber } from "./scrub";
import { dashed, hasUnknown, plain, reveal, secret, secretTexts, underscored, UNKNOWN } from "./values";

const password = fc.string({ minLength: 1, unit: "grapheme-ascii" }).filter((text) => text.trim().length > 0);

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

  it("of secrets give the texts inside", () => {
    expect(secretTexts({ a: secret({ b: ["x", 1] }), c: "open" })).toEqual(["x", "1"]);
  });
});

describe("schema extensions", () => {
  it("have dashes for the server and underscores for the SDK", () => {
    const sdk = { a: [{ x_kubernetes_list_map_keys: ["x_kubernetes_list_type"] }] };
    const server = { a: [{ "x-kubernetes-list-map-keys": ["x_kubernetes_list_type"] }] };
    expect(dashed(sdk)).toEqual(server);
    expect(underscored(server)).toEqual(sdk);
  });

  it("leave other keys as they are", () => {
    expect(plain({ data: { my_key: "1", "my-key": "2", gone: null } })).toEqual({
      data: { my_key: "1", "my-key": "2" },
    });
  });
});

describe("a message", () => {
  const long = password.filter((text) => text.length >= 4 && !'Invalid value: "[secret]"'.includes(text));
  it("never has a secret, plain, in base64 or quoted", () => {
    fc.assert(
      fc.property(long, (text) => {
        const scrub = scrubber({ spec: secret(text) });
        const encoded = Buffer.from(text).toString("base64");
        for (const said of [text, encoded, JSON.stringify(text)]) {
          expect(scrub(`Invalid value: ${said}!`)).toMatch(/^Invalid value: "?\[secret\]"?!$/);
        }
      }),
    );
  });

  it("never has the decoded contents of a Secret, marked or not", () => {
    const scrub = scrubber({ kind: "Secret", data: { a: Buffer.from("hunter2").toString("base64") } });
    expect(scrub('Invalid value: "hunter2"')).toBe('Invalid value: "[secret]"');
  });

  it("loses a very short secret only where it stands alone", () => {
    expect(scrubber({ a: secret("a") })('value "a" at path')).toBe('value "[secret]" at path');
  });
});
