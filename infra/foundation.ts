import type * as k8s from "@pulumi/kubernetes";
import { type AwsAccount, openAwsAccount } from "./aws-account";
import { createCluster } from "./cluster";
import type { Environment } from "./environment";
import { createRegistries, type RepositoryUrl } from "./registries";

/** What applications stand on, as plain values. */
export interface Foundation {
  readonly aws: AwsAccount;
  /** The one cluster that anything is created in. */
  readonly kubernetes: k8s.Provider;
  /** Where an image is. */
  readonly repositoryUrl: RepositoryUrl;
}

/** Builds what is under the applications. */
export function createFoundation(environment: Environment): Foundation {
  const account = openAwsAccount(environment);
  return {
    aws: account,
    kubernetes: createCluster(environment.platform, account),
    repositoryUrl: createRegistries(environment, account),
  };
}
