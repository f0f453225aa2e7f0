import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ToolEnvironment } from "../../components/observability/tool";
import type { Image } from "../../components/workload/image";
import type { Resources } from "../../components/workload/resources";
import versions from "../../versions.json";
import { imageOf, type Surroundings } from "../surroundings";
import { TOOL_REPOSITORIES, type ToolName } from "../registry/repositories";
import { PROMETHEUS } from "../services/dependencies";
import { OWNER, SYSTEM } from "../system";

/** Small: most of a tool waits. */
export const SMALL: Resources = { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } };

/** What every tool of an environment is told. */
export function toolEnvironment({ namespace, foundation, environment }: Surroundings): ToolEnvironment {
  const { storageClassName } = foundation;
  const own = { namespace: namespace.metadata.name, partOf: SYSTEM, owner: OWNER };
  return { ...own, scraper: PROMETHEUS, storageClassName, ...(environment.asleep === true && { replicas: 0 }) };
}

export function toolImage(surroundings: Surroundings, name: ToolName): Image {
  return imageOf(surroundings, TOOL_REPOSITORIES[name], { tag: versions.images[name] });
}

/** The value of a secret in AWS Secrets Manager, by its name. */
export function secretOf({ foundation }: Surroundings, name: string): pulumi.Output<string> {
  if (foundation.aws === undefined) {
    throw new Error(`the secret "${name}" is in AWS Secrets Manager; checkObservability refuses it elsewhere.`);
  }
  const { provider } = foundation.aws.account;
  const version = aws.secretsmanager.getSecretVersionOutput({ secretId: name }, { provider });
  return pulumi.secret(version.secretString);
}
