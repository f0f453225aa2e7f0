import { type BackendName, SYSTEM } from "../system";

/** Names in an account that are known before what they name: its own stack and the environment's agree on them. */

/** What people and workflows are to an environment. */
export const ACCESS_PURPOSES = ["preview", "deploy", "demo", "operate", "read", "break-glass"] as const;
export type AccessPurpose = (typeof ACCESS_PURPOSES)[number];

/** An account and the environment that it is for. */
export interface AccountOf {
  readonly environment: string;
  /** Its 12 digits. */
  readonly account: string;
}

export function accessRoleName({ environment }: Pick<AccountOf, "environment">, purpose: AccessPurpose): string {
  return `${SYSTEM}-${environment}-${purpose}`;
}

export function accessRoleArn(of: AccountOf, purpose: AccessPurpose): string {
  return `arn:aws:iam::${of.account}:role/${accessRoleName(of, purpose)}`;
}

/**
 * Of all roles that the environment's own stack makes, and of no others: so who deploys it may pass these and no others on.
 * A role's tags are no way to say which ones.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function rolePath({ environment }: Pick<AccountOf, "environment">): string {
  return `/${SYSTEM}/${environment}/`;
}

/** What comes before the names of all secrets that people put into Secrets Manager for the environment. */
export function secretPrefix({ environment }: Pick<AccountOf, "environment">): string {
  return `${SYSTEM}/${environment}/`;
}

export function boundaryName({ environment }: Pick<AccountOf, "environment">): string {
  return `${SYSTEM}-${environment}-boundary`;
}

export function boundaryArn(of: AccountOf): string {
  return `arn:aws:iam::${of.account}:policy/${boundaryName(of)}`;
}

/** The bucket that the engine keeps its states in. The account's number makes it one that nobody else has. */
export function stateBucketName({ environment, account }: AccountOf): string {
  return `${SYSTEM}-${environment}-state-${account}`;
}

/** The bucket that load balancers write to whom they answered. */
export function accessLogsBucketName({ environment, account }: AccountOf): string {
  return `${SYSTEM}-${environment}-access-logs-${account}`;
}

/**
 * What comes before the names of the environment's repositories in ECR. A registry is its account's, so two environments in
 * one account have its repositories side by side.
 */
export function repositoryPrefix({ environment }: Pick<AccountOf, "environment">): string {
  return `${SYSTEM}/${environment}/`;
}

/** The name of a backend's server in RDS. */
export function managedDatabaseName(environment: string, backend: BackendName): string {
  return `${SYSTEM}-${environment}-${backend}`;
}

/** The bucket as `pulumi login` is to be told. */
export function stateBackend(bucketName: string, region: string): string {
  return `s3://${bucketName}?region=${region}&awssdk=v2`;
}

/** What the engine's states, and the secrets in them, are encrypted with; behind `alias/`. */
export function stateKeyAlias({ environment }: Pick<AccountOf, "environment">): string {
  return `${SYSTEM}-${environment}-state`;
}

/** The key as `pulumi stack init --secrets-provider` is to be told. */
export function stateSecretsProvider(of: Pick<AccountOf, "environment">, region: string): string {
  return `awskms://alias/${stateKeyAlias(of)}?region=${region}`;
}
