import type { Platform } from "../platform";
import { BACKENDS, databaseOf, definitionOf, SERVICES } from "../system";

/** The repositories of the services' images. */
export const SERVICE_REPOSITORIES: readonly string[] = SERVICES.map((name) => definitionOf(name).repository);

/** The repositories of the programs that watch over the services: copies of their makers' images. */
export const TOOL_REPOSITORIES = {
  prometheus: "prometheus",
  alertmanager: "alertmanager",
  kubeStateMetrics: "kube-state-metrics",
  blackboxExporter: "blackbox-exporter",
  rsyslog: "rsyslog",
  frontail: "frontail",
  mtail: "mtail",
  grafana: "grafana",
} as const;
export type ToolName = keyof typeof TOOL_REPOSITORIES;
/** The repository of what gives backends access to databases in RDS. */
export const TOOLS_REPOSITORY = "database_tools";

/** The repositories of images that go with the services, one per image (seed-facts section 2). */
export function othersOf(database: Platform["database"]): readonly string[] {
  return database.kind === "rds" ? [TOOLS_REPOSITORY] : BACKENDS.map((name) => databaseOf(name).repository);
}
