import type { Environment } from "../infra/environment";
import { released } from "./service-release";
import type { AwsSettings } from "./settings";

/** Production: its own AWS account or at least its own cluster, registry, databases and domain. */
export function production(settings: AwsSettings): Environment {
  return onAws("production", settings);
}

/** The shape and sizes of an environment on AWS, as production has them. */
export function onAws(name: string, settings: AwsSettings): Environment {
  const { account, region, domain, databaseHosts, release } = settings;
  return {
    name,
    namespace: "example",
    platform: {
      kind: "eks",
      clusterName: `thoughts-${name}`,
      // seed-facts section 2: two of them, and no more.
      nodes: { instanceType: "m5.large", min: 2, desired: 2, max: 2 },
    },
    cloud: { kind: "aws", account, region },
    registry: { kind: "ecr" },
    pullPolicy: "Always",
    progressDeadlineSeconds: 300,
    edge: { ingressClassName: "alb", domain, backendsReachable: false },
    database: { kind: "external", hosts: databaseHosts, passwordSecret: `thoughts/${name}/postgres-password` },
    services: {
      "users-backend": { ...released(release.services["users-backend"]), scaling: { kind: "fixed", replicas: 2 } },
      "thoughts-backend": {
        ...released(release.services["thoughts-backend"]),
        scaling: { kind: "fixed", replicas: 2 },
      },
      frontend: {
        ...released(release.services.frontend),
        scaling: { kind: "hpa", minReplicas: 2, maxReplicas: 8, targets: [{ kind: "cpu", utilization: 10 }] },
      },
    },
  };
}
