import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PAGES, ROOT, textOf } from "./testing/pages";

const files = readdirSync(join(ROOT, "docs", "decisions")).filter((file) => file !== "README.md");
const numberOf = (file: string) => Number(file.slice(0, 4));
const numbers = files.map(numberOf);
const index = textOf("docs/decisions/README.md");

describe("the decisions", () => {
  it("are numbered without a gap", () => {
    expect(numbers).toEqual(files.map((_, position) => position + 1));
  });

  it.each(files)("%s has its number, a date, a status, and what it is for", (file) => {
    const page = textOf(`docs/decisions/${file}`);
    expect(page).toMatch(
      new RegExp(
        `^# ${numberOf(file)}\\. .+\\n\\n- Date: 20\\d\\d-\\d\\d-\\d\\d\\n- Status: (accepted|superseded by \\[\\d+\\]\\(.+\\))\\n` +
          "\\n## Context\\n\\n[\\s\\S]+\\n## Decision\\n\\n[\\s\\S]+\\n## Consequences\\n\\n[\\s\\S]+$",
      ),
    );
  });

  it("are named by their numbers wherever a page links to them", () => {
    const links = PAGES.flatMap((page) =>
      [...textOf(page).matchAll(/\[decision (\d+)\]\([^)]*?(\d{4})-/g)].map(([, named, file]) => [page, named, file]),
    );
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter(([, named, file]) => Number(named) !== Number(file))).toEqual([]);
  });

  it.each(files)("%s is in the index, with the date and the status that it has", (file) => {
    const page = textOf(`docs/decisions/${file}`);
    const [, title = ""] = /^# \d+\. (.+)$/m.exec(page) ?? [];
    const [, date = ""] = /^- Date: (.+)$/m.exec(page) ?? [];
    const [, status = ""] = /^- Status: (\w+)/m.exec(page) ?? [];
    const row = index.split("\n").find((line) => line.includes(`](${file})`)) ?? "";
    expect(row).toContain(title);
    expect(row).toContain(date);
    expect(row).toContain(status);
  });
});
