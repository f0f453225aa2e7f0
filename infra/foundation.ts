import { type AwsAccount, openAwsAccount } from "./aws-account";
import { type ClusterFoundation, createCluster } from "./cluster";
import type { Environment } from "./environment";
import { createRegistries, type RepositoryUrl } from "./registries";

/** What applications stand on, as plain values. */
export interface Foundation extends ClusterFoundation {
  readonly aws: AwsAccount;
  /** Where an image is. */
  readonly repositoryUrl: RepositoryUrl;
}

/** Builds what is under the applications. */
export function createFoundation(environment: Environment): Foundation {
  const account = openAwsAccount(environment);
  return {
    aws: account,
    ...createCluster(environment.platform, account),
    repositoryUrl: createRegistries(environment, account),
  };
}
