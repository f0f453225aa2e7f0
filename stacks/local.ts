import type { WatchedEnvironment } from "../infra/environment";
import { flagsOf } from "../infra/flags";
import { tokenKeysOf } from "../release/keys";
import { servicesOf } from "../release/service-release";
import { RUNBOOKS } from "./runbooks";
import type { LocalSettings } from "./settings";

/** A machine of one's own: any cluster a kubeconfig context names, no cloud, everything reachable from the machine. */
export function local(settings: LocalSettings, kubeconfig: string | undefined): WatchedEnvironment {
  const { context, domain, registry, ingress, dashboards, delivery, postgresUpgrade, release } = settings;
  return {
    name: "local",
    namespace: "example",
    platform: {
      kind: "cluster",
      kubeconfig,
      context,
      registry,
      ingress: ingress.kind === "gateway" ? ingress : { ...ingress, backendsReachable: true },
      database: { kind: "statefulSet", storage: "1Gi", upgradeTo: postgresUpgrade },
    },
    pullPolicy: "IfNotPresent",
    progressDeadlineSeconds: 90,
    domain,
    logs: { to: "cluster" },
    observability: {
      metrics: { storage: "2Gi", retention: "2d" },
      dashboards: { kind: dashboards },
      kubeletCertificates: "selfSigned",
      receivers: { critical: { kind: "none" }, warning: { kind: "none" }, watchdog: { kind: "none" } },
      errorTracker: { kind: "none" },
      runbooks: RUNBOOKS,
    },
    unprotected: [],
    delivery,
    services: servicesOf(release.services, {
      "users-backend": { scaling: { kind: "fixed", replicas: 1 } },
      "thoughts-backend": { scaling: { kind: "fixed", replicas: 1 } },
      frontend: { scaling: { kind: "fixed", replicas: 2 } },
    }),
    migrations: release.migrations,
    tokenKeys: tokenKeysOf(release.keys),
    flags: flagsOf("elsewhere", release.flags),
  };
}
