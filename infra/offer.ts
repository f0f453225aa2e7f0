import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";
import type { Offer } from "./platform";
import { REPOSITORIES } from "./registry/repositories";

/** What an environment tells those that stand on its platform, as an output of its stack. */
export interface SharedEnvironment extends Offer {
  /** Its own namespace, which is nobody else's. */
  readonly namespace: string;
  /** The parent of its host names. Those of others are one step below it. */
  readonly domain: string;
}

/** @returns undefined for an environment that nobody else may stand on */
export function offerOf(
  environment: Environment,
  foundation: Foundation,
): pulumi.Output<SharedEnvironment> | undefined {
  const { platform, namespace, domain } = environment;
  switch (platform.kind) {
    case "cluster": {
      const { kubeconfig, context, registry, ingress } = platform;
      const repositoryUrls = Object.fromEntries(REPOSITORIES.map((name) => [name, `${registry}/${name}`]));
      return pulumi.output({ namespace, domain, connection: { kubeconfig, context }, repositoryUrls, ingress });
    }
    case "aws": {
      if (!platform.isShared || foundation.aws === undefined) {
        return undefined;
      }
      const { cluster, storageClassName, repositoryUrls, edge } = foundation.aws;
      const { account, region, costCentre } = platform;
      const { group } = edge.loadBalancer;
      return pulumi.output({
        namespace,
        domain,
        connection: { kubeconfig: cluster.kubeconfig },
        storageClassName,
        repositoryUrls,
        ingress: { kind: "alb" as const, account, region, costCentre, zoneName: domain, group },
      });
    }
    case "shared":
      return undefined;
    default:
      return platform satisfies never;
  }
}
