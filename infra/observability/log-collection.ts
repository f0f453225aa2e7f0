import { LogCollector } from "../../components/observability/log-collector";
import type { Resources } from "../../components/workload/resources";
import versions from "../../versions.json";
import { imageOf, type Surroundings } from "../surroundings";
import { isProtected } from "../protection";
import { TOOL_REPOSITORIES } from "../registry/repositories";
import { PROMETHEUS_APP } from "../services/dependencies";
import { definitionOf, OWNER, SERVICES, SYSTEM } from "../system";
import { LOG_COLLECTOR } from "./log-choice";

/** It waits for files, and holds a few requests of 1 MB. */
const RESOURCES: Resources = { requests: { cpu: "25m", memory: "96Mi" }, limits: { memory: "256Mi" } };

/** Fields that never leave the cluster, whoever writes them. */
const ALWAYS_MASKED = [
  ...(["password", "passwd", "pwd", "passphrase", "secret", "token", "authorization", "cookie", "session"] as const),
  ...(["api_key", "api-key", "apikey", "access_key", "accesskey", "private_key", "privatekey"] as const),
  // Names of Django's cookies.
  ...(["sessionid", "csrftoken"] as const),
];

/** Name of the log group of an environment's pods. */
export function logGroupOf(clusterName: string): string {
  return `/aws/eks/${clusterName}/pods`;
}

/** What takes lines out of the cluster, where an environment has that. */
export function createLogCollector(surroundings: Surroundings): LogCollector | undefined {
  const { environment, foundation } = surroundings;
  const { logs, platform } = environment;
  if (logs.to !== "cloudwatch" || platform.kind !== "aws" || foundation.aws === undefined) {
    return undefined;
  }
  const { account, cluster } = foundation.aws;
  return new LogCollector(
    LOG_COLLECTOR,
    {
      partOf: SYSTEM,
      owner: OWNER,
      image: imageOf(surroundings, TOOL_REPOSITORIES.logCollector, { tag: versions.images.logCollector }),
      resources: RESOURCES,
      region: account.region,
      group: logGroupOf(platform.cluster.clusterName),
      retentionDays: logs.retentionDays,
      keyArn: account.key.arn,
      protect: isProtected("logs", environment),
      clusterName: cluster.clusterName,
      attributes: { "deployment.environment.name": environment.name, "k8s.cluster.name": platform.cluster.clusterName },
      maskedFields: maskedFieldsOf(),
      scraper: { namespace: environment.namespace, app: PROMETHEUS_APP },
    },
    {
      providers: [account.provider, foundation.kubernetes],
      transforms: account.transforms,
      // Its pods need names, and the agent that says who they are.
      dependsOn: [...foundation.entrance.controllers],
    },
  );
}

/** A line is masked whichever service it is of: it may say what another one sent. */
export function maskedFieldsOf(): readonly string[] {
  return [...new Set([...ALWAYS_MASKED, ...SERVICES.flatMap((name) => definitionOf(name).maskedFields ?? [])])].sort();
}
