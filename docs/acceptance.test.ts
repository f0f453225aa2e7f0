import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(__dirname, "..");
const page = readFileSync(join(__dirname, "acceptance.md"), "utf8");
const rows = [...page.matchAll(/^\| (\d+) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, number = "", statement = "", by = ""]) => ({
    number: Number(number),
    statement,
    by,
  }),
);
const shown = rows.filter(({ by }) => by !== "to come");

describe("the acceptance map", () => {
  it("has all 85 statements, once each and in order", () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 85 }, (_, index) => index + 1));
  });

  it.each(shown)("names a test that there is for $number ($statement)", ({ by }) => {
    const [, file = "", name = ""] = /^(\S+\.test\.ts): (.+)$/.exec(by) ?? [];
    expect(existsSync(join(ROOT, file)), by).toBe(true);
    expect(readFileSync(join(ROOT, file), "utf8")).toMatch(
      new RegExp(`\\bit(\\.each\\([\\s\\S]*?\\))?\\(\\s*"${escaped(name)}`),
    );
  });

  it("counts them right", () => {
    expect(page).toContain(`${shown.length} are shown by a test that runs`);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
