import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { type Alert, checkRules, renderRules } from "./rules";

const alert: Alert = {
  name: "TargetDown",
  severity: "critical",
  expression: "up == 0",
  for: "5m",
  summary: "down",
  description: "It is down.",
};

describe("rules", () => {
  it("are one file a group, each alert with its severity and an absolute address of its runbook", () => {
    const recordings = [{ record: "app:up:sum", expression: "sum(up)", labels: { app: "a" } }];
    const files = renderRules(
      [{ name: "targets", interval: "1m", recordings, alerts: [alert] }],
      "https://example.com/r",
    );
    expect(Object.keys(files)).toEqual(["targets.yaml"]);
    expect(parse(files["targets.yaml"] ?? "")).toEqual({
      groups: [
        {
          name: "targets",
          interval: "1m",
          rules: [
            { record: "app:up:sum", expr: "sum(up)", labels: { app: "a" } },
            {
              alert: "TargetDown",
              expr: "up == 0",
              for: "5m",
              labels: { severity: "critical" },
              annotations: {
                summary: "down",
                description: "It is down.",
                runbook_url: "https://example.com/r/target-down.md",
              },
            },
          ],
        },
      ],
    });
  });

  it("that say too little are refused, all at once", () => {
    const bad = { ...alert, name: "target_down", summary: " " };
    const problems = checkRules([
      { name: "Targets", alerts: [bad], recordings: [{ record: "up", expression: "up" }] },
      { name: "targets" },
      { name: "targets" },
    ]);
    expect(problems.map(({ path }) => path)).toEqual([
      "Targets",
      "Targets.target_down.name",
      "Targets.target_down.summary",
      "Targets.up",
      "targets",
    ]);
  });
});
