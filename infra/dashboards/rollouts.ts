import type { Dashboard, Row } from "../../components/observability/dashboard";
import { RECORDED } from "../observability/recordings";
import { type ServiceName, SERVICES, SYSTEM } from "../system";
import { deploymentsOf } from "./deployments";

const [first, ...others] = SERVICES;

/** While a version replaces another: the two side by side, one row a service. */
export const ROLLOUTS: Dashboard = {
  uid: "rollouts",
  title: "Rollouts",
  description: "Each version and slot of a service by itself: is the new one as good as the old one?",
  tags: [SYSTEM],
  minutes: 30,
  refreshSeconds: 10,
  rows: [rowOf(first), ...others.map(rowOf)],
};

function rowOf(app: ServiceName): Row {
  const bySlot = (series: string) => [{ expr: `${series}{app="${app}"}`, legend: "{{version}} {{slot}}" }];
  const byDeployment = (what: string) => ({
    expr: `kube_deployment_${what}{${deploymentsOf(app)}}`,
    legend: `{{deployment}} ${what.replace(/^.*replicas_?/, "") || "wanted"}`,
  });
  return {
    title: app,
    panels: [
      { title: "Requests", unit: "reqps", queries: bySlot(RECORDED.releaseRequests) },
      { title: "Requests that failed", unit: "percentunit", queries: bySlot(RECORDED.releaseErrors) },
      { title: "95 % are answered within", unit: "s", queries: bySlot(RECORDED.releaseP95) },
      {
        title: "Pods",
        description: "Wanted, made of the newest template, and ready for long enough to count.",
        unit: "short",
        queries: ["spec_replicas", "status_replicas_updated", "status_replicas_available"].map(byDeployment),
      },
    ],
  };
}
