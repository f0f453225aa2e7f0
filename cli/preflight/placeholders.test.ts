import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemText } from "../../components/base/problems";
import { ROOT } from "../folders";
import { accountPlaceholders, exampleLines, examplesIn, placeholdersOf } from "./placeholders";

const shownOf = (text: string) => examplesIn({ text }, "thoughts:").map(({ message }) => message);

describe("an example", () => {
  it.each([
    ["staging.thoughts.example.com", "domain for examples"],
    ["https://git.example.com/x", "domain for examples"],
    ["platform@example.org", "domain for examples"],
    ["arn:aws:iam::111111111111:role/x", "number of an example account"],
    ["203.0.113.7/32", "address for examples"],
    ["198.51.100.0/24", "address for examples"],
    ["example/thoughts", "example repository"],
  ])("is found: %s", (text, what) => {
    expect(shownOf(text)).toEqual([expect.stringMatching(new RegExp(`^"${text}" .*${what}.*; write `))]);
  });

  it.each(["thoughts.acme.dev", "notexample.com", "example.community", "123456789012", "1203.0.113.7", "acme/example"])(
    "is not what only looks like one: %s",
    (text) => {
      expect(shownOf(text)).toEqual([]);
    },
  );
});

describe("an environment", () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "thoughts-placeholders-"));
    mkdirSync(join(root, "stacks"));
    for (const name of ["production.ts", "runbooks.ts", "staging.ts"]) {
      writeFileSync(join(root, "stacks", name), readFileSync(join(ROOT, "stacks", name)));
    }
    const own = readFileSync(join(ROOT, "Pulumi.production.yaml"), "utf8")
      .replace("222222222222", "123456789012")
      .replace("thoughts.example.com", "thoughts.acme.test")
      .replace("platform@example.com", "platform@acme.test");
    writeFileSync(join(root, "Pulumi.production.yaml"), own);
    // What may go to production is what staging had.
    writeFileSync(join(root, "Pulumi.staging.yaml"), readFileSync(join(ROOT, "Pulumi.staging.yaml")));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("as it was committed has examples in its file and in the code, each with its line, and each once", () => {
    const found = placeholdersOf(ROOT, "production");
    expect(found.map(({ at, path }) => `${at ?? "nowhere"} ${path}`)).toEqual([
      expect.stringMatching(/^Pulumi\.production\.yaml:\d+ thoughts:account$/),
      expect.stringMatching(/^Pulumi\.production\.yaml:\d+ thoughts:domain$/),
      expect.stringMatching(/^Pulumi\.production\.yaml:\d+ thoughts:budget\.subscribers\.0$/),
      expect.stringMatching(
        /^stacks\/production\.ts:\d+ stacks\/production\.ts\.observability\.receivers\.critical\.url$/,
      ),
      expect.stringMatching(
        /^stacks\/production\.ts:\d+ stacks\/production\.ts\.observability\.receivers\.watchdog\.url$/,
      ),
      expect.stringMatching(
        /^stacks\/production\.ts:\d+ stacks\/production\.ts\.observability\.errorTracker\.logsEndpoint$/,
      ),
      expect.stringMatching(/^stacks\/runbooks\.ts:\d+ stacks\/production\.ts\.observability\.runbooks$/),
    ]);
  });

  it("with settings of somebody's own still has those of the code", () => {
    const found = placeholdersOf(root, "production").map(problemText);
    expect(found).toHaveLength(4);
    expect(found[0]).toMatch(
      /^stacks\/production\.ts:\d+ {2}.*: "https:\/\/on-call\.example\.com\/v1\/alerts" has a domain for examples; write your own\.$/,
    );
  });

  it("is rehearsed with them, and the rehearsal names them", () => {
    expect(exampleLines(ROOT, "production")).toEqual([
      expect.stringMatching(
        /^your own values: .*: thoughts:account, thoughts:domain, .*runbooks \(stacks\/runbooks\.ts:\d+\)$/,
      ),
    ]);
    expect(exampleLines(ROOT, "bootstrap-staging")).toEqual([
      expect.stringMatching(/: thoughts:account, thoughts:domain, thoughts:repository$/),
    ]);
    expect(exampleLines(ROOT, "local")).toEqual([]);
  });

  it("has an account whose file has examples too", () => {
    expect(accountPlaceholders(ROOT, "production").map(({ path }) => path)).toEqual([
      "thoughts:account",
      "thoughts:domain",
      "thoughts:repository",
      "thoughts:imageSources.0",
    ]);
  });
});
