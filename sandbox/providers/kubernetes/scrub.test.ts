import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { secret } from "../wire/values";
import { scrubber } from "./scrub";

const password = fc.string({ minLength: 1, unit: "grapheme-ascii" }).filter((text) => text.trim().length > 0);

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
