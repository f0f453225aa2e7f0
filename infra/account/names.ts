import { SYSTEM } from "../system";

/** Names of what an account has before an environment is in it: the account's own stack makes these, the environment's uses them. */

/** What people and workflows are to an environment. */
export type AccessPurpose = "preview" | "deploy" | "operate" | "read" | "break-glass";

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
