import { existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { anchorsOf, linksIn, PAGES, ROOT, textOf } from "./testing/pages";

const FOLDERS = [
  "app",
  "cli",
  "components",
  "docs",
  "engine",
  "infra",
  "policies",
  "release",
  "sandbox",
  "stacks",
  "testing",
];

const there = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
);
const sources = there.filter(
  (path) => /\.(?:ts|tsx|mjs|js|yaml)$/.test(path) && !path.includes("node_modules") && !path.startsWith("docs/"),
);

/** Paths in backquotes: `stacks/<environment>.ts` may be any, and so may `stacks/ENVIRONMENT.ts` of a runbook. */
function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/`([a-z]+)\/([^\s`]*)`/g)]
    .filter(([, folder = ""]) => FOLDERS.includes(folder))
    .map(([, folder = "", rest = ""]) => `${folder}/${rest}`.replace(/\/$/, ""));
}

function isThere(path: string): boolean {
  const pattern = path
    .split(/(<[^>]+>|\b(?:APP|ENVIRONMENT)\b)/)
    .map((part, index) => (index % 2 === 1 ? "[^/]+" : part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")))
    .join("");
  return FOLDERS.includes(path) || there.some((one) => new RegExp(`^${pattern}$`).test(one));
}

/** Whether a page has a heading. @param page as a path from the root */
function hasHeading(page: string, anchor: string): boolean {
  return existsSync(join(ROOT, page)) && anchorsOf(textOf(page)).includes(anchor);
}

describe.each(PAGES)("%s", (page) => {
  const text = textOf(page);

  it("names files and folders that are there", () => {
    expect(pathsIn(text).filter((path) => !isThere(path))).toEqual([]);
  });

  it("links to pages that are there", () => {
    const lost = linksIn(text).filter(({ to }) => !existsSync(join(ROOT, dirname(page), to)));
    expect(lost).toEqual([]);
  });

  it("links to headings that are there", () => {
    const lost = linksIn(text).filter(({ to, anchor }) => {
      const target = to === "" ? page : normalize(join(dirname(page), to));
      return anchor !== undefined && !hasHeading(target, anchor);
    });
    expect(lost).toEqual([]);
  });

  it("names no source that is not in the repository or public", () => {
    expect(text.match(/seed[- ]facts|\bthe books?\b/gi) ?? []).toEqual([]);
  });
});

it("comments name pages and headings that are there", () => {
  // Tests name pages that they make up.
  const commented = sources.filter((source) => !source.endsWith(".test.ts"));
  const lost = commented.flatMap((source) =>
    [...textOf(source).matchAll(/(?<![\w./-])(docs\/[\w/-]+\.md)(?:#([\w-]+))?/g)]
      .filter(([, page = "", anchor]) =>
        anchor === undefined ? !existsSync(join(ROOT, page)) : !hasHeading(page, anchor),
      )
      .map(([name]) => `${source}: ${name}`),
  );
  expect(lost).toEqual([]);
});

it("comments name no source that is not in the repository or public", () => {
  expect(sources.filter((source) => /seed[- ]facts|\bthe books?\b/i.test(textOf(source)))).toEqual([]);
});

it("the index links to every page beside it", () => {
  const links = linksIn(textOf("docs/README.md")).map(({ to }) => `docs/${to}`);
  const pages = PAGES.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== "docs/README.md");
  expect(pages.filter((page) => !links.includes(page))).toEqual([]);
});

it("the list of alerts links to every runbook", () => {
  const links = linksIn(textOf("docs/observability.md")).map(({ to }) => `docs/${to}`);
  const runbooks = PAGES.filter((page) => page.startsWith("docs/runbooks/"));
  expect(runbooks.filter((page) => !links.includes(page))).toEqual([]);
});

it("a path of a page is looked for, whatever stands for a name in it", () => {
  expect(pathsIn("in `stacks/<environment>.ts` and `nowhere/at.ts`, not in stacks/plain.ts")).toEqual([
    "stacks/<environment>.ts",
  ]);
  expect(["stacks/<environment>.ts", "stacks", "stacks/none.ts"].map(isThere)).toEqual([true, true, false]);
});

it("a heading is linked to as on GitHub", () => {
  expect(anchorsOf("# A `thing`, and another\n\n## Twice\n\n```sh\n# no heading\n```\n\n## Twice\n")).toEqual([
    "a-thing-and-another",
    "twice",
    "twice-1",
  ]);
});
