import { stringify } from "yaml";
import type { AlertCase, QuietCase } from "./case";

/**
 * A file for `promtool test rules` that holds one case: not yet, now, not any more.
 * @param rules files, relative to this one
 * @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 */
export function testFile(rules: readonly string[], { alert, series, quiet, fires, as, resolved }: AlertCase): string {
  const labels = Object.entries(as).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const matchers = [`alertname="${alert}"`, `alertstate="firing"`, ...labels];
  const expr = `count by (${Object.keys(as).join(", ")}) (ALERTS{${matchers.join(",")}})`;
  return fileOf(rules, series, [
    { expr, eval_time: quiet, exp_samples: [] },
    { expr, eval_time: fires, exp_samples: [{ labels: `{${labels.join(",")}}`, value: 1 }] },
    { expr, eval_time: resolved, exp_samples: [] },
  ]);
}

/** The same for a case in which an alert never fires, at no minute of it. */
export function quietFile(rules: readonly string[], { alert, series, minutes }: QuietCase): string {
  const expr = `count(count_over_time(ALERTS{alertname="${alert}",alertstate="firing"}[${minutes}m]))`;
  return fileOf(rules, series, [{ expr, eval_time: `${minutes}m`, exp_samples: [] }]);
}

function fileOf(rules: readonly string[], series: AlertCase["series"], asked: readonly object[]): string {
  return stringify({
    rule_files: rules,
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: asked,
      },
    ],
  });
}
