// Which pods of the stack `local` reach which others. It is written by hand: one test holds the rendered NetworkPolicies
// against it, another one what real pods get through to.

/** A port of a pod, open or not. */
export interface Door {
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

/** Pods are named by their label `app`. */
export type Connection = readonly [from: string, to: string, at: Door];

const HTTP = { port: 8000 };
const POSTGRES = { port: 5432 };
const LOG = { port: 5140, protocol: "UDP" } as const;
/** Where people read log lines; the prober looks at its certificate. */
const LOG_VIEW = { port: 9001 };

/** Every port that a pod listens at, and one at which none does. */
export const DOORS: readonly Door[] = [
  ...[HTTP, POSTGRES, LOG, { port: LOG.port }, LOG_VIEW],
  ...[9090, 9093, 8080, 9115, 3903, 3000, 22].map((port) => ({ port })),
];

/** Every connection that there is to be between pods that NetworkPolicies are for. */
export const CONNECTIONS: readonly Connection[] = [
  ["frontend", "users-backend", HTTP],
  ["frontend", "thoughts-backend", HTTP],
  ["thoughts-backend", "users-backend", HTTP],
  ["users-backend", "users-backend-db", POSTGRES],
  ["thoughts-backend", "thoughts-backend-db", POSTGRES],
  ["users-backend-migration", "users-backend-db", POSTGRES],
  ["thoughts-backend-migration", "thoughts-backend-db", POSTGRES],
  ["prometheus", "frontend", HTTP],
  ["prometheus", "users-backend", HTTP],
  ["prometheus", "thoughts-backend", HTTP],
  ["prometheus", "alertmanager", { port: 9093 }],
  ["prometheus", "kube-state-metrics", { port: 8080 }],
  ["prometheus", "blackbox-exporter", { port: 9115 }],
  ["prometheus", "syslog", { port: 3903 }],
  ["grafana", "prometheus", { port: 9090 }],
  ["blackbox-exporter", "frontend", HTTP],
  ["blackbox-exporter", "syslog", LOG_VIEW],
  ["frontend", "syslog", LOG],
  ["users-backend", "syslog", LOG],
  ["thoughts-backend", "syslog", LOG],
];

/** What Ingresses and node ports lead to: it lets in whoever comes, so also a pod that no NetworkPolicy is for. */
export const ENTRANCES: readonly (readonly [to: string, at: Door])[] = [
  ["frontend", HTTP],
  ["users-backend", HTTP],
  ["thoughts-backend", HTTP],
  ["prometheus", { port: 9090 }],
  ["alertmanager", { port: 9093 }],
  ["syslog", LOG_VIEW],
  ["grafana", { port: 3000 }],
];
