import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { unclearTexts } from "../../stacks/clear-texts";
import { derive } from "../../stacks/derivation";
import { newText } from "../env/demo-file";
import { defaultWish } from "../env/wish";
import { ROOT } from "../folders";
import { checkedRelease, readRelease, releaseIn, withPart } from "./stack-file";

const textOf = (stack: string) => readFileSync(join(ROOT, `Pulumi.${stack}.yaml`), "utf8");

const COMMENTED = `config:
  # Where people come in.
  thoughts:domain: "example.local"
  thoughts:release:
    services:
      users-backend: { tag: v2.3 } # waits for the schema
      frontend:
        # Known to work with the old search.
        tag: v3.7 # since Monday
        rollout: # at noon
          phase: 10%
          next: { tag: v3.8 }
`;

describe("the file of a stack", () => {
  it.each([
    "1.10",
    "0123",
    "1e3",
    "0x10",
    "0b11",
    "yes",
    "off",
    "2026-11-25",
    "2026-11-25T09:00:00Z",
    "12:30:45",
    "null",
    "~",
  ])("says the text %s so that every reader takes it for the same, and so does that of a demo", (text) => {
    const release = readRelease("local");
    const frontend = { ...release.services.frontend, tag: text, cause: text };
    const local = { stack: "local", platform: "local" } as const;
    const wish = { ...defaultWish(), scope: text, overrides: [] };
    for (const written of [
      withPart(textOf("local"), ["services", "frontend"], frontend),
      newText(
        derive({ ...local, release: { ...release, services: { ...release.services, frontend } } }, wish, new Date()),
      ),
    ]) {
      expect(unclearTexts(written)).toEqual([]);
      expect(releaseIn("Pulumi.local.yaml", written).services.frontend.tag).toBe(text);
    }
  });

  it.each([`v1-${"a".repeat(70)}`, "v3.8-rc."])("is not given the tag %s, which can't be a label of pods", (tag) => {
    const release = readRelease("local");
    const frontend = { ...release.services.frontend, rollout: { phase: "replaced" as const, next: { tag } } };
    expect(() => checkedRelease("local", { ...release, services: { ...release.services, frontend } })).toThrow(
      /thoughts:release\.services\.frontend\.rollout\.next\.tag: "\S+ is not allowed; .*at both ends, at most 63 char/,
    );
  });

  it.each(["local", "staging", "production"])(
    "%s is written as it was, but for the release of one service",
    (stack) => {
      const text = textOf(stack);
      const { frontend } = readRelease(stack).services;
      expect(withPart(text, ["services", "frontend"], frontend)).toBe(text);
      expect(withPart(text, ["services", "frontend"], { ...frontend, tag: "v9.9" })).toBe(
        text.replace(`tag: ${frontend.tag}`, "tag: v9.9"),
      );
    },
  );

  it("keeps the line ends of Windows", () => {
    const text = COMMENTED.replaceAll("\n", "\r\n");
    const wanted = { tag: "v3.8", revision: 2, strategy: { kind: "rolling" } };
    const written = withPart(text, ["services", "frontend"], wanted);
    expect(written).toBe(withPart(COMMENTED, ["services", "frontend"], wanted).replaceAll("\n", "\r\n"));
  });

  it("keeps comments, quotes and layout", () => {
    expect(
      withPart(COMMENTED, ["services", "frontend"], { tag: "v3.8", revision: 2, strategy: { kind: "rolling" } }),
    ).toBe(
      COMMENTED.replace("v3.7", "v3.8").replace(
        / {8}rollout[^]*/,
        "        revision: 2\n        strategy:\n          kind: rolling\n",
      ),
    );
  });

  it("holds what was written, even a tag that looks like a number", () => {
    const wanted = { tag: "1.10", history: [{ revision: 1, tag: "1.9", cause: "- first: #1" }] };
    const written = parse(withPart(COMMENTED, ["services", "frontend"], wanted)) as Record<string, unknown>;
    expect(written).toHaveProperty(["config", "thoughts:release", "services", "frontend", "tag"], "1.10");
    expect(written).toHaveProperty(["config", "thoughts:release", "services", "frontend", "history"], wanted.history);
  });

  it("gets what was not there yet, and a time in quotes, without which Pulumi takes it for none", () => {
    const written = withPart(COMMENTED, ["keys"], {
      generation: 1,
      step: 5,
      retired: { key: "old", since: "2026-11-25T09:00:00Z" },
    });
    expect(written).toContain('        key: old\n        since: "2026-11-25T09:00:00Z"\n');
    expect(written.startsWith(COMMENTED)).toBe(true);
  });

  it("is refused with all that would be wrong in it", () => {
    const services = { ...readRelease("local").services, frontend: { tag: "latest", cause: "" } };
    expect(() => checkedRelease("local", { services })).toThrow(
      /nothing was changed\.\n {2}- thoughts:release\.services\.frontend\.tag: "latest" is not allowed; write .*\n.*frontend\.cause/,
    );
    expect(() => readRelease("../other")).toThrow("there is no stack ../other");
  });
});

describe("a stack's file", () => {
  it.each([
    ["is empty", ""],
    ["has nothing but a key", "config:"],
    ["has no release", "config: { thoughts:domain: example.local }"],
    ["has no services", "config: { thoughts:release: { services: ~ } }"],
  ])("that %s is refused in a sentence", (_, text) => {
    expect(() => releaseIn("Pulumi.local.yaml", text)).toThrow(
      "Pulumi.local.yaml says of no service what is to run; write it under config, thoughts:release, services",
    );
  });

  it.each(["", "x", "[tag: v3.7]"])("that has %j for a service is refused with its name", (release) => {
    const text = `config:\n  thoughts:release:\n    services:\n      users-backend: { tag: v2.3 }\n      frontend: ${release}\n`;
    expect(() => releaseIn("Pulumi.local.yaml", text)).toThrow(
      "Pulumi.local.yaml says nothing of frontend; write its version below it, such as tag: v3.7.",
    );
  });

  it("that is no YAML is refused, with where", () => {
    expect(() => releaseIn("Pulumi.local.yaml", "config: {}\n---\na: 1\n")).toThrow(
      `Pulumi.local.yaml:2 is no YAML, from column 1 on: a second document begins with "---"; a stack's file is one`,
    );
    expect(() => releaseIn("Pulumi.local.yaml", "config: [")).toThrow(
      /^Pulumi\.local\.yaml:1 is no YAML, from column \d+ on: /,
    );
  });
});
