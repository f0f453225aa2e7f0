import type { ServiceName } from "../system";

/**
 * The Deployments of a service as a matcher: in a rollout by slots it has two. kube-state-metrics knows them by name only.
 */
export function deploymentsOf(app: ServiceName): string {
  return `deployment=~"${app}(-(blue|green))?"`;
}

/** Ready pods of those that are wanted, 0 to 1; no value where none are wanted. */
export function readyShare(app: ServiceName): string {
  const deployments = deploymentsOf(app);
  return `sum(kube_deployment_status_replicas_ready{${deployments}}) / (sum(kube_deployment_spec_replicas{${deployments}}) > 0)`;
}
