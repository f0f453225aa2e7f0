import { stringify } from "yaml";
import type { AlertCase } from "./case";

/**
 * A file for `promtool test rules` that holds one case: not yet, now, not any more.
 * @param rules files, relative to this one
 * @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 */
export function testFile(rules: readonly string[], { alert, series, quiet, fires, as, resolved }: AlertCase): string {
  const labels = Object.entries(as).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const matchers = [`alertname="${alert}"`, `alertstate="firing"`, ...labels];
  const expr = `count by (${Object.keys(as).join(", ")}) (ALERTS{${matchers.join(",")}})`;
  return stringify({
    rule_files: rules,
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: [
          { expr, eval_time: quiet, exp_samples: [] },
          { expr, eval_time: fires, exp_samples: [{ labels: `{${labels.join(",")}}`, value: 1 }] },
          { expr, eval_time: resolved, exp_samples: [] },
        ],
      },
    ],
  });
}
