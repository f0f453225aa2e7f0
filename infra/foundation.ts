import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Cloud, Environment, Registry } from "./environment";

/** What applications stand on, as plain values. */
export interface Foundation {
  /** The one cluster that anything is created in. */
  readonly kubernetes: k8s.Provider;
  /** @default - undefined without a cloud */
  readonly aws: aws.Provider | undefined;
  /** Host of the registry that holds the services' images. */
  readonly registry: pulumi.Input<string>;
}

/** Builds what is under the applications. */
export function createFoundation(environment: Environment): Foundation {
  const { kubeconfig, context } = environment.platform;
  const kubernetes = new k8s.Provider("kubernetes", {
    ...(kubeconfig !== undefined && { kubeconfig }),
    context,
    enableServerSideApply: true,
    // A run that was killed may have made objects that its state does not know; the next run takes them over.
    upsertExistingObjects: true,
  });
  return {
    kubernetes,
    aws: awsProvider(environment.cloud),
    registry: registryHost(environment.registry, environment.cloud),
  };
}

/** The provider refuses to work in any other account, whatever credentials it finds. */
function awsProvider(cloud: Cloud): aws.Provider | undefined {
  return cloud.kind === "aws"
    ? new aws.Provider("aws", { region: cloud.region, allowedAccountIds: [cloud.account] })
    : undefined;
}

function registryHost(registry: Registry, cloud: Cloud): string {
  switch (registry.kind) {
    case "host":
      return registry.host;
    case "ecr":
      if (cloud.kind !== "aws") {
        throw new Error(`registry "ecr" needs the cloud "aws"; checkEnvironment refuses this.`);
      }
      return `${cloud.account}.dkr.ecr.${cloud.region}.amazonaws.com`;
    default:
      return registry satisfies never;
  }
}
