import type { BackendName, Environment, ServiceName } from "./environment";

/** The repository of each service's image (seed-facts section 1). */
export const SERVICE_REPOSITORIES: Readonly<Record<ServiceName, string>> = {
  "users-backend": "users_server",
  "thoughts-backend": "thoughts_server",
  frontend: "frontend",
};

/** The repository of each backend's database image, where the database runs in the cluster. */
export const DATABASE_REPOSITORIES: Readonly<Record<BackendName, string>> = {
  "users-backend": "users_backend_db",
  "thoughts-backend": "thoughts_backend_db",
};

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
export function othersOf({ database }: Environment): readonly string[] {
  return database.kind === "rds" ? [TOOLS_REPOSITORY] : Object.values(DATABASE_REPOSITORIES);
}
