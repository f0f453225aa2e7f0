import type { Alert, RuleGroup } from "../../components/observability/rules";
import { BURN_RATES, type BurnRate, errorBudgetOf, type Objective, shortfallSeries } from "../observability/objectives";
import { definitionOf, SERVICES, type ServiceName } from "../system";

const SPEEDS = {
  fast: { severity: "critical", for: "2m", adverb: "Fast" },
  slow: { severity: "warning", for: "15m", adverb: "Slowly" },
} as const;

const WHAT: Readonly<Record<Objective, { readonly name: string; readonly wrong: string }>> = {
  availability: { name: "Availability", wrong: "requests fail" },
  latency: { name: "Latency", wrong: "requests take too long" },
};

/** Errors and latency: the error budget of a service's objective (SLO) burns too fast. */
export function objectiveAlerts(): RuleGroup {
  return {
    name: "objective-alerts",
    alerts: SERVICES.flatMap((app) =>
      (["availability", "latency"] as const).flatMap((objective) =>
        (["fast", "slow"] as const).map((speed) => burns(app, objective, speed)),
      ),
    ),
  };
}

function burns(app: ServiceName, objective: Objective, speed: keyof typeof SPEEDS): Alert {
  const { severity, adverb, for: lasting } = SPEEDS[speed];
  const { name, wrong } = WHAT[objective];
  const errorBudget = errorBudgetOf(definitionOf(app).objectives, objective);
  return {
    name: `${name}BudgetBurns${adverb}`,
    severity,
    for: lasting,
    expression: BURN_RATES[speed].map((rate) => burning(app, objective, errorBudget, rate)).join(" or "),
    labels: { app, objective },
    summary: `${app}: the error budget for ${objective} burns ${adverb.toLowerCase()}, {{ $value | humanizePercentage }} of ${wrong} now`,
    description: `The error budget is ${percent(errorBudget)} of requests in 30 days. At this burn rate it is used up long before.`,
  };
}

function burning(
  app: ServiceName,
  objective: Objective,
  errorBudget: number,
  { factor, long, short }: BurnRate,
): string {
  const above = (window: typeof long) =>
    `${shortfallSeries(window)}{app="${app}",objective="${objective}"} > ${Number((factor * errorBudget).toFixed(6))}`;
  return `(${above(long)} and ${above(short)})`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}
