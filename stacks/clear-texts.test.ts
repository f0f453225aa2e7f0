import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkClearTexts, engineTexts, unclearTexts } from "./clear-texts";
import { environmentOf } from "./environments";
import { committedConfig } from "./testing/settings";

const pathsOf = (text: string) => unclearTexts(text).map(({ path, line }) => `${line} ${path}`);

describe("what a stack's file says without quotes", () => {
  it.each([
    ...["1.10", "012345678901", "012345670123", "1e3", "0x10", "0b11", "0o17", "1_000", "+5", "1.0", "1e21", "-0"],
    ...[
      "yes",
      "no",
      "on",
      "off",
      "y",
      "True",
      "FALSE",
      "2026-11-25",
      "2026-11-25T09:00:00Z",
      "12:30:45",
      ".inf",
      ".nan",
    ],
    ...["12345678901234567890", "~", "null", ""],
  ])("is refused if readers read it in different ways: %j", (text) => {
    expect(pathsOf(`config:\n  thoughts:a: ${text}\n`)).toEqual(["2 thoughts:a"]);
    expect(pathsOf(`config:\n  thoughts:a:\n    b: [x, ${text === "" ? "~" : text}]\n`)).toEqual(["3 thoughts:a.b.1"]);
  });

  it.each([
    ...["v1.10", "1.5", "600", "-3", "0.5", "222222222222", "true", "false", "us-west-2", "54.240.193.7/32", "10%"],
    ...[`"1.10"`, `'012345678901'`, `"yes"`, `"~"`, "1.2.3", "2026-w12", "|\n    1.10", "[]", "{}"],
  ])("is taken if all read it as it is written, and so is what has quotes: %j", (text) => {
    expect(pathsOf(`config:\n  thoughts:a: ${text}\n`)).toEqual([]);
  });

  it("is looked at in keys, too, and nowhere but under config", () => {
    expect(pathsOf("encryptedkey: 1.10\nconfig:\n  thoughts:a: { 007: x }\n")).toEqual(["3 thoughts:a.007"]);
    expect(pathsOf("config: [")).toEqual([]);
  });

  describe("is refused before anything is made, with its line", () => {
    const folder = mkdtempSync(join(tmpdir(), "thoughts-texts-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    writeFileSync(
      join(folder, "Pulumi.production.yaml"),
      "config:\n  thoughts:domain: a.example\n  thoughts:costCentre: 1.10\n",
    );

    it("by the program", () => {
      // The engine hands over a text that nobody has written.
      const { thoughts, ...config } = committedConfig("production");
      expect(() => environmentOf({ ...config, folder, thoughts: { ...thoughts, costCentre: "1.1" } })).toThrow(
        `Pulumi.production.yaml:3  thoughts:costCentre: 1.10 without quotes is read in different ways; write a text in ` +
          `quotes ("1.10"), a number in digits alone, and true or false.`,
      );
    });

    it("but not where there is no such file", () => {
      expect(checkClearTexts(folder, "staging")).toEqual([]);
      expect(checkClearTexts(undefined, "production")).toEqual([]);
    });
  });

  it("is a text to the program if it is no object", () => {
    expect(engineTexts({ a: 222222222222, b: true, c: "d", e: [1], f: { g: 1 } })).toEqual({
      ...{ a: "222222222222", b: "true", c: "d" },
      ...{ e: [1], f: { g: 1 } },
    });
  });
});
