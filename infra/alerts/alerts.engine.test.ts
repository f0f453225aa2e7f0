import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderRules } from "../../components/observability/rules";
import type { Said } from "../../sandbox/programs/debian";
import { promtool } from "../../sandbox/programs/monitoring";
import { recordings } from "../observability/recordings";
import { alerts } from ".";
import { JOB } from "./testing/case";
import { CAUSE_CASES } from "./testing/causes";
import { OBJECTIVE_CASES } from "./testing/objectives";
import { quietFile, testFile } from "./testing/promtool";
import { QUIET_CASES } from "./testing/quiet";
import { SYMPTOM_CASES } from "./testing/symptoms";

const CASES = [...OBJECTIVE_CASES, ...SYMPTOM_CASES, ...CAUSE_CASES];
const groups = [...recordings(), ...alerts(JOB)];

describe("with promtool", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-alerts-"));
  const files = renderRules(groups, "https://example.com/runbooks");
  const names = Object.keys(files).map((name) => `rules/${name}`);

  let run: (...args: readonly string[]) => Said;

  beforeAll(async () => {
    run = await promtool();
    mkdirSync(join(folder, "rules"));
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, "rules", name), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Files of the rules of an alert, and of those that record what it asks for. */
  const rulesFor = (alert: string) => {
    const expressions = groups.flatMap((group) => group.alerts ?? []).filter(({ name }) => name === alert);
    const asked = expressions.map(({ expression }) => expression).join("\n");
    const needed = groups.filter(
      ({ alerts: own = [], recordings: recorded = [] }) =>
        own.some(({ name }) => name === alert) || recorded.some(({ record }) => asked.includes(record)),
    );
    return names.filter((file) => needed.some(({ name }) => file === `rules/${name}.yaml`));
  };

  const tested = (text: string) => {
    const file = join(folder, "test.yaml");
    writeFileSync(file, text);
    return run("test", "rules", file);
  };

  it("every rule is one that Prometheus takes", () => {
    const { ok, text } = run("check", "rules", ...names.map((name) => join(folder, name)));
    expect(text).not.toMatch(/FAILED|duplicate/);
    expect(ok).toBe(true);
  });

  it.each(CASES.map((one) => ({ when: "", ...one })))("$alert fires and is over again $when", (one) => {
    expect(tested(testFile(rulesFor(one.alert), one))).toEqual({
      ok: true,
      text: expect.stringContaining("SUCCESS") as string,
    });
  });

  it.each(QUIET_CASES)("$alert does not fire during $during", (one) => {
    expect(tested(quietFile(rulesFor(one.alert), one))).toEqual({
      ok: true,
      text: expect.stringContaining("SUCCESS") as string,
    });
  });

  it("Watchdog is always there", () => {
    const always = { alert: "Watchdog", series: {}, quiet: "0m", fires: "0m", as: {}, resolved: "0m" } as const;
    expect(tested(testFile(rulesFor(always.alert), always))).toMatchObject({
      ok: false,
      text: expect.stringMatching(/exp: nil/) as string,
    });
  });
});
