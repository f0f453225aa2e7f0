import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(__dirname, "..");
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
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "sandbox/README.md",
  ...there.filter((path) => /^docs\/.*\.md$/.test(path)),
];

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

/** Links to files: relative to the page. */
function linksIn(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .map(([, target = ""]) => target)
    .filter((to) => !to.includes(":"));
}

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");

  it("names files and folders that are there", () => {
    expect(pathsIn(text).filter((path) => !isThere(path))).toEqual([]);
  });

  it("links to pages that are there", () => {
    expect(linksIn(text).filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });
});

it("a path of a page is looked for, whatever stands for a name in it", () => {
  expect(pathsIn("in `stacks/<environment>.ts` and `nowhere/at.ts`, not in stacks/plain.ts")).toEqual([
    "stacks/<environment>.ts",
  ]);
  expect(["stacks/<environment>.ts", "stacks", "stacks/none.ts"].map(isThere)).toEqual([true, true, false]);
});
