import fc from "fast-check";
import { Lexer, type Token } from "marked";
import { describe, expect, it } from "vitest";
import type { Change } from "../../../engine/pulumi/change";
import { kindOf } from "../../changes/change-text";
import { LEVELS } from "../report";
import { componentUrn, manyChanges, part, report, seen } from "../testing/changes";
import { namedIn } from "../testing/named";
import { randomChanges } from "../testing/random";
import { comment, LIMIT, MARKER } from "./comment";

const textOf = (all: readonly Change[]) => comment(report({ seen: seen({ changes: all }) }), { whole: "preview.html" });

describe("a comment", () => {
  it("is found again by its first line", () => {
    expect(textOf(manyChanges(10)).split("\n")[0]).toBe(MARKER);
  });

  it("names every resource of up to 2,000, within its limit", () => {
    fc.assert(
      fc.property(randomChanges({ count: { max: 2_000 }, longest: 12 }), (all) => {
        const text = textOf(all);
        expect(text.length).toBeLessThanOrEqual(LIMIT);
        const names = all.map(({ op, type, name: own }) => `${op} ${kindOf(type).kind} ${own}`);
        expect(new Set(namedIn(text))).toEqual(new Set(names));
      }),
      { numRuns: 12 },
    );
  });

  it("names 2,000 resources with very long names too: they lose their middle, and none is left out", () => {
    fc.assert(
      fc.property(randomChanges({ count: { min: 2_000, max: 2_000 }, longest: 60 }), (all) => {
        const text = textOf(all);
        expect(text.length).toBeLessThanOrEqual(LIMIT);
        expect(text).toContain("long names lost their middle");
        expect(namedIn(text)).toHaveLength(all.length);
      }),
      { numRuns: 3 },
    );
  });

  it("of three environments names what changes in each, and what they have in common once", () => {
    const common = manyChanges(40);
    const own = part("grafana", "deployment", { op: "delete", type: "kubernetes:apps/v1:Deployment" });
    const text = comment(
      report(
        { stack: "local", seen: seen({ changes: common }) },
        { stack: "staging", seen: seen({ changes: [...common, own] }) },
        { stack: "production", seen: seen({ changes: common }) },
      ),
    );
    expect(text).toContain("### Changes in local, staging and production\n");
    expect(text).toContain("### Changes in staging\n");
    expect(namedIn(text)).toHaveLength(common.length + 1);
    expect(text.match(/service-3-config/g)).toHaveLength(1);
  });

  it("has the worst first: in the first sentence, in the risks, and in the changes", () => {
    const risk = /^- \*\*(danger|warning|notice)\*\*/gm;
    fc.assert(
      fc.property(randomChanges({ count: { min: 1, max: 60 }, longest: 16 }), (all) => {
        const model = report({ seen: seen({ changes: all }) });
        const text = comment(model);
        const ranks = [...text.matchAll(risk)].map(([, level]) => LEVELS.findIndex((one) => one === level));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        const [worst] = model.environments[0]?.risks ?? [];
        const [first = ""] = text.split("\n### Changes\n")[1]?.match(/^(\+|!|-|-\/\+) \S.*$/m) ?? [];
        expect(first.endsWith(")") ? worst?.level : undefined).toBe(worst?.level);
        expect(text.split("\n### ")[0]).toContain(
          worst === undefined
            ? "No risk was found."
            : `\n> [!${{ danger: "CAUTION", warning: "WARNING", notice: "NOTE" }[worst.level]}]`,
        );
      }),
      { numRuns: 50 },
    );
  });

  it("is the same for the same changes in any order", () => {
    fc.assert(
      fc.property(
        randomChanges({ count: { max: 40 }, longest: 8 }).chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          expect(textOf(shuffled)).toBe(textOf(all));
        },
      ),
      { numRuns: 40 },
    );
  });

  it("of 2,000 changes is made in the time that is printed here", () => {
    const model = report({ seen: seen({ changes: manyChanges(2_000) }) });
    const times = Array.from({ length: 5 }, () => {
      const start = process.cpuUsage();
      comment(model);
      const { user, system } = process.cpuUsage(start);
      return Math.round((user + system) / 1_000);
    });
    console.log(`2,000 changes: ${times.join(", ")} ms of CPU`);
    expect(comment(model).length).toBeGreaterThan(LIMIT * 0.9);
  });
});

describe("what nobody here has written", () => {
  const NASTY = [
    "`x` and ``",
    "a|b|c",
    "@octocat and @org/team",
    "</details></summary>",
    "<!-- thoughts preview -->",
    "<img src=x onerror=alert(1)>",
    "[link](https://evil.example)",
    "![picture](https://evil.example/x.png)",
    "www.evil.example, (WWW.evil.example) and https://evil.example",
    "#1 and GH-2",
    "line\n```\n# heading\n- item",
    "~~~\n| a | b |",
    "\r\n\r\n> quote",
    "\u202egnp.exe",
    "$a$ and :tada:",
    "*bold* _it_ ~~no~~",
    "\\`",
    "&lt;script&gt;",
  ];
  const nasty = fc
    .oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 40 }), fc.string({ unit: "grapheme" }))
    .map((text) => text.replaceAll("::", ":"));

  /** All tokens, the inner ones too. */
  const flat = (tokens: readonly Token[]): readonly Token[] =>
    tokens.flatMap((token) => {
      const {
        tokens: inner = [],
        items = [],
        header = [],
        rows = [],
      } = token as {
        tokens?: Token[];
        items?: Token[];
        header?: { tokens: Token[] }[];
        rows?: { tokens: Token[] }[][];
      };
      const cells = [...header, ...rows.flat()].flatMap((cell) => cell.tokens);
      return [token, ...flat([...inner, ...items, ...cells])];
    });

  /** What a reader's browser would be told to do, apart from showing text. */
  const structureOf = (text: string) => {
    const tokens = flat(Lexer.lex(text, { gfm: true }));
    const count = (type: string) => tokens.filter((token) => token.type === type).length;
    const html = tokens.filter(({ type }) => type === "html").map(({ raw }) => raw.trim());
    const types = ["heading", "link", "image", "table", "code", "strong", "em", "del", "hr", "blockquote"].map(
      (type) => `${type} ${count(type)}`,
    );
    return { html, types };
  };

  const reportWith = (text: string) =>
    report({
      base: text,
      seen: seen({
        changes: [
          {
            ...part("frontend", "x", { type: "kubernetes:apps/v1:Deployment" }),
            op: "delete",
            name: text,
            parent: componentUrn(text),
          },
          { ...part("frontend", "y", { type: text }), fields: [{ path: [text], before: text, after: `${text}!` }] },
        ],
        violations: [{ policy: text, level: "advisory", resource: text, message: text }],
        warnings: [text],
        outputChanges: [{ path: ["url"], before: text, after: `${text}?` }],
      }),
      failure: text,
      unknown: [text],
      risks: [{ level: "danger", kind: "versions", subject: text, what: text }],
    });

  it("can't be anything but text: no heading, element, link, picture, table or end of a block is added", () => {
    // What the same report has with harmless words.
    const harmless = structureOf(comment(reportWith("word")));
    fc.assert(
      fc.property(nasty, (text) => {
        fc.pre(text.trim() !== "");
        expect(structureOf(comment(reportWith(text)))).toEqual(harmless);
      }),
      { numRuns: 300, examples: NASTY.map((text) => [text] as [string]) },
    );
  });

  it("mentions nobody, and refers to no issue", () => {
    fc.assert(
      fc.property(fc.constantFrom("@octocat", "@org/team", "#12", "see @octocat"), (text) => {
        const tokens = flat(Lexer.lex(comment(reportWith(text))));
        const shown = tokens.flatMap((token) =>
          "tokens" in token || !["text", "escape"].includes(token.type) ? [] : [token.raw],
        );
        const decoded = shown
          .join("\n")
          .replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)));
        expect(decoded).not.toMatch(/@\w|#\d/);
      }),
    );
  });

  it("does not hide what follows, or turn its direction", () => {
    expect(comment(reportWith("\u202egnp.exe\u0000\u200b"))).not.toMatch(/\u202e|\u0000/);
  });
});
