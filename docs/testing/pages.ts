import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(__dirname, "..", "..");

/** Every page for people, as a path from the root of the repository. */
export const PAGES: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "sandbox/README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => `docs/${path}`)
    .sort(),
];

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** A block between ``` lines, with the language after the first ones. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

const BLOCK = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^ *```/gm;

export function blocksIn(page: string): readonly Block[] {
  return [...page.matchAll(BLOCK)].map(([, , language = "", text = ""]) => ({ language, text }));
}

/** A page without its blocks: `#` begins no heading in a shell script. */
export function proseOf(page: string): string {
  return page.replaceAll(BLOCK, "");
}

/** What GitHub makes of the headings of a page, for links to them. A heading that is there twice gets a number. */
export function anchorsOf(page: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...proseOf(page).matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = ""]) => {
    const anchor = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

/** A link to a page, or to a heading. */
export interface Link {
  /** Relative to the page; nothing for the page itself. */
  readonly to: string;
  /** @default - undefined: the page as a whole */
  readonly anchor?: string;
}

/** The links of a page that stay in the repository. */
export function linksIn(page: string): readonly Link[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [to = "", anchor] = target.split("#");
      return { to, ...(anchor !== undefined && { anchor }) };
    });
}
