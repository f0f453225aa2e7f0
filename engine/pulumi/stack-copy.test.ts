import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { stackCopy } from "./stack-copy";

const NONE = { secrets: {}, overrides: {} };
const FILE = `# Whose it is.
secretsprovider: awskms://alias/own
encryptedkey: AAAA
config:
  # Read as a number by some.
  thoughts:a: 1.10   # two digits
  thoughts:b: 012345670123
  thoughts:list: [0x10, yes, 0b11]

  thoughts:release:
    services:
      frontend: { tag: 2026-11-25 } # a day
  thoughts:c: 1e3
`;

describe("a copy of a stack's file", () => {
  it("is the same, byte for byte, but for how secrets are encrypted", () => {
    const secrets = { encryptionsalt: "v1:salt" };
    const [head = "", body = ""] = FILE.split("secretsprovider: awskms://alias/own\nencryptedkey: AAAA\n");
    expect(stackCopy(FILE, { ...NONE, secrets })).toBe(`${head}${body}"encryptionsalt": "v1:salt"\n`);
  });

  it("has other settings in the place of those that the file says, and leaves all around them", () => {
    const release = { services: { frontend: { tag: "1.10" } } };
    expect(stackCopy(FILE, { ...NONE, overrides: { "thoughts:release": release } })).toBe(
      FILE.replace("secretsprovider: awskms://alias/own\nencryptedkey: AAAA\n", "").replace(
        "thoughts:release:\n    services:\n      frontend: { tag: 2026-11-25 } # a day\n",
        `"thoughts:release": {"services":{"frontend":{"tag":"1.10"}}}\n`,
      ),
    );
  });

  it.each([
    FILE,
    "config: { thoughts:a: 1.10, thoughts:release: 2 }",
    "config:\n    thoughts:a: x",
    "---\nconfig:\r\n  thoughts:release:\r\n    a: 1\r\n  thoughts:a: x\r\n",
  ])("has settings that the file does not say, and is YAML: %#", (text) => {
    const overrides = { "thoughts:unprotected": ["key"], "thoughts:release": { a: "012" } };
    const copied = parse(stackCopy(text, { secrets: { encryptionsalt: "s" }, overrides })) as { config: object };
    const given = parse(text) as { config: object };
    expect(copied).toEqual({ config: { ...given.config, ...overrides }, encryptionsalt: "s" });
  });

  it.each(["", "config: [", "config: 1", "name: a"])("can't be made of %j", (text) => {
    expect(() => stackCopy(text, NONE)).toThrow("a stack's file is YAML with an object under config");
  });
});
