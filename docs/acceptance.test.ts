import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(__dirname, "..");
const page = readFileSync(join(__dirname, "acceptance.md"), "utf8");
const rows = [...page.matchAll(/^\| (\d+) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, number = "", statement = "", by = ""]) => ({ number: Number(number), statement, by }),
);
const referring = rows.filter(({ by }) => by !== "to come");
const partly = referring.filter(({ by }) => by.startsWith("partly: "));

describe("the acceptance map", () => {
  it("has all 100 statements, once each and in order", () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it.each(referring)("names a test that there is for $number ($statement)", ({ by }) => {
    const [, file = "", name = ""] = /^(?:partly: )?(\S+\.test\.ts): (.+)$/.exec(by) ?? [];
    expect(existsSync(join(ROOT, file)) && name !== "", `a file and a test's name, not "${by}"`).toBe(true);
    expect(namesIn(readFileSync(join(ROOT, file), "utf8"))).toContain(name);
  });

  it("names a test of its own for each statement that it numbers", () => {
    const numbered = referring.map(({ number, by }) => ({ number, own: / (\d+): /.exec(by)?.[1] }));
    expect(numbered.filter(({ number, own }) => own !== undefined && Number(own) !== number)).toEqual([]);
  });

  it("counts them right", () => {
    const [shown, open] = [referring.length - partly.length, rows.length - referring.length];
    expect(page).toContain(`${shown} are shown by a test that runs, ${partly.length} partly, and ${open} are to come.`);
  });
});

/** The names of the tests in a source. */
function namesIn(source: string): readonly string[] {
  return [...source.matchAll(/\bit(?:\.each\([\s\S]*?\))?\(\s*"([^"]+)"/g)].map(([, name = ""]) => name);
}
