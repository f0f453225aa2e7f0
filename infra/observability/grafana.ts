import { Password } from "../../components/base/generated";
import type { Dashboards } from "../../components/observability/dashboard";
import { Grafana } from "../../components/observability/grafana";
import { Prometheus } from "../../components/observability/prometheus";
import versions from "../../versions.json";
import { alerts } from "../alerts";
import { imageOf, type Surroundings } from "../surroundings";
import { alertsDashboard } from "../dashboards/alerts";
import { CLUSTER } from "../dashboards/cluster";
import { OVERVIEW } from "../dashboards/overview";
import { PROMETHEUS } from "../dashboards/prometheus";
import { REQUESTS } from "../dashboards/requests";
import { ROLLOUTS } from "../dashboards/rollouts";
import { serviceDashboard } from "../dashboards/service";
import { toolExposureOf } from "../edge/exposures";
import { inNamespace } from "../namespace";
import type { Observability } from "./choice";
import { TOOL_REPOSITORIES } from "../registry/repositories";
import { PROMETHEUS as PROMETHEUS_POD } from "../services/dependencies";
import { OWNER, SERVICES, SYSTEM } from "../system";

/** Every dashboard by its file (docs/dashboards.md). */
export function dashboardsOf({ namespace, runbooks }: { namespace: string; runbooks: string }): Dashboards {
  return {
    overview: OVERVIEW,
    dashboard: REQUESTS,
    ...Object.fromEntries(SERVICES.map((app) => [`service-${app}`, serviceDashboard(app)])),
    rollouts: ROLLOUTS,
    cluster: CLUSTER,
    alerts: alertsDashboard(alerts(namespace), runbooks),
    prometheus: PROMETHEUS,
  };
}

/**
 * Where people look at what Prometheus knows. It has a host on a machine of one's own only; elsewhere people forward a port
 * to it, so that its login is not all that is between the world and it.
 */
export function createDashboards(
  surroundings: Surroundings,
  { dashboards, runbooks }: Observability,
  prometheus: Prometheus,
): Grafana | undefined {
  const { environment, namespace, secretNameKey } = surroundings;
  switch (dashboards.kind) {
    case "none":
      return undefined;
    case "grafana":
      return new Grafana(
        "grafana",
        {
          namespace: namespace.metadata.name,
          partOf: SYSTEM,
          owner: OWNER,
          image: imageOf(surroundings, TOOL_REPOSITORIES.grafana, { tag: versions.images.grafana }),
          resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "256Mi" } },
          exposure: toolExposureOf(environment, "grafana"),
          prometheus: { url: prometheus.url, dependency: { to: PROMETHEUS_POD, port: Prometheus.port } },
          dashboards: dashboardsOf({ namespace: environment.namespace, runbooks }),
          home: "overview",
          adminPassword: new Password("grafana-admin-password", {}, {}).value,
          hashKey: secretNameKey,
        },
        inNamespace(surroundings),
      );
    default:
      return dashboards satisfies never;
  }
}
