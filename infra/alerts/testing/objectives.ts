import type { AlertCase } from "./case";

const BACKEND = `app="users-backend",path="/api/login/",method="POST"`;
const BUCKET = "flask_http_request_duration_seconds_bucket";
const COUNT = "flask_http_request_duration_seconds_count";
const VIEW = `app="frontend",view="/thoughts/",method="GET"`;
const DJANGO = "django_http_requests_latency_seconds_by_view_method";

/** Ten requests a second throughout; what goes wrong is what a case adds. */
const calls = (series: Readonly<Record<string, string>>) => ({
  [`${COUNT}{${BACKEND},status="200"}`]: "0+600x600",
  ...series,
});
const pages = (fast: string) => ({
  [`${DJANGO}_count{${VIEW}}`]: "0+600x600",
  [`${DJANGO}_bucket{${VIEW},le="1"}`]: fast,
});

/** Every objective, at both speeds, in one of the two exporters. */
export const OBJECTIVE_CASES: readonly AlertCase[] = [
  {
    alert: "AvailabilityBudgetBurnsFast",
    series: calls({ [`${COUNT}{${BACKEND},status="500"}`]: "0x60 0+60x60 3600x200" }),
    quiet: "61m",
    fires: "80m",
    as: { app: "users-backend", objective: "availability" },
    resolved: "230m",
  },
  {
    alert: "AvailabilityBudgetBurnsSlowly",
    series: calls({ [`${COUNT}{${BACKEND},status="500"}`]: "0x60 0+30x60 1800x500" }),
    quiet: "61m",
    fires: "90m",
    as: { app: "users-backend", objective: "availability" },
    resolved: "530m",
  },
  {
    alert: "LatencyBudgetBurnsFast",
    series: pages("0+600x60 36000x60 36000+600x200"),
    quiet: "61m",
    fires: "100m",
    as: { app: "frontend", objective: "latency" },
    resolved: "230m",
  },
  {
    alert: "LatencyBudgetBurnsSlowly",
    series: pages("0+600x60 36000x60 36000+600x500"),
    quiet: "61m",
    fires: "90m",
    as: { app: "frontend", objective: "latency" },
    resolved: "530m",
  },
  {
    alert: "LatencyBudgetBurnsSlowly",
    when: "of a backend, whose buckets have a path and a status",
    series: calls({ [`${BUCKET}{${BACKEND},status="200",le="0.5"}`]: "0+600x60 36000x60 36000+600x500" }),
    quiet: "61m",
    fires: "90m",
    as: { app: "users-backend", objective: "latency" },
    resolved: "530m",
  },
];
