import type { AwsPlatform } from "../platform";
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
  logCollector: "log-collector",
} as const;
export type ToolName = keyof typeof TOOL_REPOSITORIES;
/** The repository of what gives backends access to databases in RDS. */
export const TOOLS_REPOSITORY = "database_tools";

/** The repositories of PostgreSQL's image in a cluster, one per backend. */
const DATABASE_REPOSITORIES: readonly string[] = BACKENDS.map((name) => databaseOf(name).repository);

/** The repositories beside those of the services (docs/system.md#registry). Who shares a cluster has databases in it. */
export function othersOf({ database, isShared }: Pick<AwsPlatform, "database" | "isShared">): readonly string[] {
  return database.kind === "rds"
    ? [TOOLS_REPOSITORY, ...(isShared ? DATABASE_REPOSITORIES : [])]
    : DATABASE_REPOSITORIES;
}

/** Every repository that an environment may name. */
export const REPOSITORIES: readonly string[] = [
  ...SERVICE_REPOSITORIES,
  ...DATABASE_REPOSITORIES,
  ...Object.values(TOOL_REPOSITORIES),
];
