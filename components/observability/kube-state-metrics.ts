import type * as pulumi from "@pulumi/pulumi";
import type { Image } from "../workload/image";
import type { Resources } from "../workload/resources";
import { API_SERVER } from "./access";
import { Tool, type ToolEnvironment } from "./tool";

const PORT = 8080;
const TELEMETRY_PORT = 8081;

/** What it tells of, by API group: what somebody asks for, and no Secrets or ConfigMaps. */
const KINDS = {
  "": ["persistentvolumeclaims", "pods"],
  apps: ["deployments", "replicasets", "statefulsets"],
  autoscaling: ["horizontalpodautoscalers"],
  batch: ["cronjobs", "jobs"],
  policy: ["poddisruptionbudgets"],
} as const;

export interface KubeStateMetricsArgs extends ToolEnvironment {
  readonly image: Image;
  readonly resources: Resources;
  /** Name of the one namespace that it sees, which is its own. */
  readonly watched: string;
}

/** kube-state-metrics: what the API server knows of the namespace's objects, as metrics. */
export class KubeStateMetrics extends Tool {
  constructor(name: string, args: KubeStateMetricsArgs, opts: pulumi.ComponentResourceOptions) {
    super(
      "KubeStateMetrics",
      name,
      {
        ...args,
        containers: [
          {
            name: "kube-state-metrics",
            image: args.image,
            resources: args.resources,
            port: PORT,
            args: [
              `--port=${PORT}`,
              `--telemetry-port=${TELEMETRY_PORT}`,
              `--namespaces=${args.watched}`,
              `--resources=${Object.values(KINDS).flat().sort().join(",")}`,
            ],
            probes: {
              readiness: { check: { kind: "http", path: "/readyz", port: TELEMETRY_PORT }, periodSeconds: 5 },
              liveness: { check: { kind: "http", path: "/livez", port: PORT }, periodSeconds: 15 },
            },
          },
        ],
        user: 1000,
        network: { callers: [{ from: args.scraper, port: PORT }], dependencies: API_SERVER },
        address: { name, ports: [{ name: "metrics", port: PORT }] },
        permissions: {
          namespace: Object.entries(KINDS).map(([group, resources]) => ({
            apiGroups: [group],
            resources: [...resources],
            verbs: ["list", "watch"],
          })),
        },
      },
      opts,
    );
  }
}
