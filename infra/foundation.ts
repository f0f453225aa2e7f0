import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type OpenAccount, openAwsAccount } from "./account/aws-account";
import { createBudget } from "./account/budget";
import { connect, createEks, type EksFoundation } from "./cluster";
import { createManagedDatabases, type DatabaseFoundation } from "./database/managed";
import { createEdge, type EdgeFoundation, type Entrance } from "./edge/edge";
import { joinLoadBalancer } from "./edge/joined";
import type { Environment } from "./environment";
import type { AwsPlatform, SharedPlatform } from "./platform";
import { createRegistries, type Registries, type RepositoryUrl } from "./registry/registries";

/** What applications stand on, as plain values. */
export interface Foundation {
  readonly kubernetes: k8s.Provider;
  /** Of volumes that hold what has to stay. @default - undefined: the default of a cluster that was there */
  readonly storageClassName: pulumi.Input<string> | undefined;
  readonly entrance: Entrance;
  readonly repositoryUrl: RepositoryUrl;
  readonly database: DatabaseFoundation;
  /** @default - undefined for an environment without an account of its own */
  readonly aws: AwsFoundation | undefined;
}

/** What is made in an environment's own account. */
export interface AwsFoundation extends EksFoundation, Registries {
  readonly account: OpenAccount;
  readonly edge: EdgeFoundation;
}

/** How requests come in is the cluster's own. */
const NOTHING_MADE: Entrance = { controllers: [] };

/** Builds what is under the applications. */
export function createFoundation(environment: Environment): Foundation {
  const { platform } = environment;
  switch (platform.kind) {
    case "cluster": {
      const { kubeconfig, context, registry, database } = platform;
      return {
        kubernetes: connect({ ...(kubeconfig !== undefined && { kubeconfig }), context }),
        storageClassName: undefined,
        entrance: NOTHING_MADE,
        repositoryUrl: (repository) => `${registry}/${repository}`,
        database,
        aws: undefined,
      };
    }
    case "shared":
      return createSharedFoundation(environment, platform);
    case "aws":
      return createAwsFoundation(environment, platform);
    default:
      return platform satisfies never;
  }
}

function createAwsFoundation(environment: Environment, platform: AwsPlatform): Foundation {
  const account = openAwsAccount(environment, platform);
  const eks = createEks(environment, platform.cluster, account);
  createBudget(environment.name, platform.budget, account);
  const registries = createRegistries(environment, platform, account);
  const { kubernetes, storageClassName } = eks;
  const { repositoryUrl } = registries;
  const edge = createEdge(environment, platform, account, eks);
  return {
    kubernetes,
    storageClassName,
    entrance: edge,
    repositoryUrl,
    database:
      platform.database.kind === "rds"
        ? createManagedDatabases(
            environment,
            { ...platform.database, logRetentionDays: platform.cluster.logRetentionDays },
            account,
            eks,
          )
        : platform.database,
    aws: { account, ...eks, ...registries, edge },
  };
}

/** Makes nothing but what is the environment's own: a certificate for its hosts. */
function createSharedFoundation({ name, domain }: Environment, platform: SharedPlatform): Foundation {
  const { connection, storageClassName, repositoryUrls, ingress, database } = platform;
  return {
    kubernetes: connect(connection),
    storageClassName,
    entrance: ingress.kind === "alb" ? joinLoadBalancer(ingress, { name, domain }) : NOTHING_MADE,
    repositoryUrl: (repository) => {
      const url = repositoryUrls[repository];
      if (url === undefined) {
        throw new Error(
          `the shared registry has no repository ${repository}; it has ${Object.keys(repositoryUrls).join(", ")}.`,
        );
      }
      return url;
    },
    database,
    aws: undefined,
  };
}
