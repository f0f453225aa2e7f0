import type { Recording, RuleGroup } from "../../components/observability/rules";
import { definitionOf, SERVICES, type ServiceName } from "../system";
import { LONG_WINDOWS, OBJECTIVES, SHORT_WINDOWS, shortfall, shortfallSeries } from "./objectives";
import { errorRatio, latencyQuantile, type PodLabel, requestRate, type Window } from "./signals";

/** How a release tells the version that comes from the one that is there. */
const RELEASE: readonly PodLabel[] = ["slot", "version"];

/** Names of what is recorded of every service, for those who ask: dashboards, alerts, the gates of a release. */
export const RECORDED = {
  requests: "app:http_requests:rate5m",
  p50: "app:http_latency_seconds:p50_5m",
  p95: "app:http_latency_seconds:p95_5m",
  p99: "app:http_latency_seconds:p99_5m",
  releaseRequests: "app_slot_version:http_requests:rate5m",
  releaseErrors: "app_slot_version:http_errors:ratio_rate5m",
  releaseP95: "app_slot_version:http_latency_seconds:p95_5m",
  backupVerified: "cronjob:backup_last_verified_timestamp_seconds:max",
} as const;

/** The CronJobs that restore a backup and look at it. */
export const DRILLS = `{cronjob=~".*restore.*"}`;

/** The golden signals of every service, and how far each is from its objectives. */
export function recordings(): readonly RuleGroup[] {
  return [
    { name: "signals", recordings: SERVICES.flatMap(signalsOf) },
    {
      name: "backups",
      recordings: [
        {
          record: RECORDED.backupVerified,
          expression: `max by (cronjob) (kube_cronjob_status_last_successful_time${DRILLS})`,
        },
      ],
    },
    { name: "objectives", recordings: shortfalls(SHORT_WINDOWS) },
    // Over hours, a minute more or less says nothing.
    { name: "objectives-over-days", interval: "1m", recordings: shortfalls(LONG_WINDOWS) },
  ];
}

function signalsOf(app: ServiceName): readonly Recording[] {
  const labels = { app };
  return [
    { record: RECORDED.requests, expression: requestRate(app), labels },
    { record: RECORDED.p50, expression: latencyQuantile(app, 0.5), labels },
    { record: RECORDED.p95, expression: latencyQuantile(app, 0.95), labels },
    { record: RECORDED.p99, expression: latencyQuantile(app, 0.99), labels },
    { record: RECORDED.releaseRequests, expression: requestRate(app, "5m", RELEASE), labels },
    { record: RECORDED.releaseErrors, expression: errorRatio(app, "5m", RELEASE), labels },
    { record: RECORDED.releaseP95, expression: latencyQuantile(app, 0.95, "5m", RELEASE), labels },
  ];
}

function shortfalls(windows: readonly Window[]): readonly Recording[] {
  return windows.flatMap((window) =>
    SERVICES.flatMap((app) =>
      OBJECTIVES.map((objective) => ({
        record: shortfallSeries(window),
        expression: shortfall(app, definitionOf(app).objectives, objective, window),
        labels: { app, objective },
      })),
    ),
  );
}
