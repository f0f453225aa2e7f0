import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../folders";

/** A page of the documentation. */
export interface DocsPage {
  /** Its file: `demos.md`. */
  readonly file: string;
  readonly title: string;
}

const DOCS = join(ROOT, "docs");

/** The pages that there are, by title. */
export function docsPages(): readonly DocsPage[] {
  const files = existsSync(DOCS) ? readdirSync(DOCS).filter((file) => file.endsWith(".md")) : [];
  const pages = files.map((file) => ({ file, title: titleIn(readFileSync(join(DOCS, file), "utf8")) ?? file }));
  return pages.sort((one, other) => one.title.localeCompare(other.title));
}

/** The text of a page. @returns undefined if there is no such page */
export function docsText(file: string): string | undefined {
  return docsPages().some((page) => page.file === file) ? readFileSync(join(DOCS, file), "utf8") : undefined;
}

function titleIn(text: string): string | undefined {
  return /^# (.+)$/m.exec(text)?.[1]?.replaceAll("`", "");
}
