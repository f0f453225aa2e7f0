import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkRules, runbookPage } from "../../components/observability/rules";
import { scrapeJobs } from "../../components/observability/scraping";
import { ERROR_REPORTER } from "../observability/choice";
import { checkObjectives } from "../observability/objectives";
import { LOG_COLLECTOR } from "../observability/log-choice";
import { RECORDED, recordings } from "../observability/recordings";
import { definitionOf, SERVICES } from "../system";
import { alerts } from ".";
import { JOB } from "./testing/case";
import { CAUSE_CASES } from "./testing/causes";
import { OBJECTIVE_CASES } from "./testing/objectives";
import { QUIET_CASES } from "./testing/quiet";
import { SYMPTOM_CASES } from "./testing/symptoms";

const RUNBOOKS = join(__dirname, "..", "..", "docs", "runbooks");
const groups = [...recordings(), ...alerts(JOB)];
const all = groups.flatMap((group) => group.alerts ?? []);
const names = [...new Set(all.map(({ name }) => name))].sort();
const expressionOf = (name: string) => all.find((alert) => alert.name === name)?.expression ?? "";

describe("the alerts", () => {
  it("are well formed, and so is what is recorded for them", () => {
    expect(checkRules(groups)).toEqual([]);
    expect(SERVICES.flatMap((name) => checkObjectives(definitionOf(name).objectives))).toEqual([]);
  });

  it("each have a case in which promtool sees them fire and end; Watchdog never ends", () => {
    const shown = [...OBJECTIVE_CASES, ...SYMPTOM_CASES, ...CAUSE_CASES].map(({ alert }) => alert);
    expect([...new Set([...shown, "Watchdog"])].sort()).toEqual(names);
  });

  it("each have a case in which promtool sees them stay quiet; Watchdog never does", () => {
    expect([...QUIET_CASES.map(({ alert }) => alert), "Watchdog"].sort()).toEqual(names);
  });

  it("stay quiet in cases that hold what they ask for, and nothing else", () => {
    const asked = groups.flatMap((group) => [...(group.recordings ?? []), ...(group.alerts ?? [])]);
    const text = asked.map(({ expression }) => expression).join("\n");
    for (const series of QUIET_CASES.flatMap((one) => Object.keys(one.series))) {
      expect(text).toContain(series.split("{")[0]);
    }
  });

  it("each have a runbook, and each runbook has an alert", () => {
    expect(readdirSync(RUNBOOKS).sort()).toEqual(names.map((name) => runbookPage({ name })).sort());
  });

  it.each(names)(
    "%s has a runbook that says what it means, where to look, what may have caused it and what to do",
    (name) => {
      const page = readFileSync(join(RUNBOOKS, runbookPage({ name })), "utf8");
      expect(page).toMatch(
        new RegExp(
          `^# ${name}\\n\\n(Critical|Warning|No severity): .+\\n\\n## Look\\n\\n- [\\s\\S]+\\n## Likely causes\\n\\n- [\\s\\S]+\\n## Do\\n\\n- `,
        ),
      );
      const severity = { critical: "Critical", warning: "Warning", none: "No severity" };
      expect(page).toContain(`\n${severity[all.find((alert) => alert.name === name)?.severity ?? "none"]}: `);
    },
  );

  it("46: cover the four golden signals, and ask for ERROR lines otherwise than for WARNING lines", () => {
    expect(names).toEqual(
      expect.arrayContaining([
        ...["LatencyBudgetBurnsFast", "AvailabilityBudgetBurnsFast", "TrafficFellAway", "MemoryNearLimit"],
      ]),
    );
    expect(expressionOf("ErrorLinesLogged").replaceAll("ERROR", "WARNING")).not.toBe(expressionOf("WarningLinesRise"));
  });

  it("ask for jobs that are scraped, and for series that are recorded", () => {
    const jobs = scrapeJobs({
      watched: JOB,
      watchedBeside: [LOG_COLLECTOR],
      kubeletCertificates: "selfSigned",
      servers: [{ job: ERROR_REPORTER, address: "error-reporter:8888" }],
      probed: { prober: "prober", pages: [], certificates: [] },
    }).map((job) => job.job_name);
    const recorded = groups.flatMap((group) => group.recordings ?? []).map(({ record }) => record);
    for (const { name, expression } of all) {
      for (const [, job] of expression.matchAll(/job="([^"]+)"/g)) {
        expect(jobs, name).toContain(job);
      }
      for (const [series] of expression.matchAll(/[a-z_]+:[a-z0-9_]+:[a-z0-9_]+/g)) {
        expect(recorded, name).toContain(series);
      }
    }
    expect(recorded).toEqual(expect.arrayContaining(Object.values(RECORDED)));
  });
});

describe("an objective", () => {
  const latency = { share: 0.95, withinSeconds: 1 } as const;

  it.each([1, 0.9, 1.2])(
    "of %d is refused, because its error budget could never be used up too fast",
    (availability) => {
      expect(checkObjectives({ availability, latency })).toEqual([
        { path: "availability", message: expect.stringContaining("promise a share above 0.931 and below 1") as string },
      ]);
    },
  );
});
