import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Problem, under } from "../../components/base/problems";
import { EncryptionKey } from "../../components/encryption/encryption-key";
import { AccessRole, type AccessRoleArgs, checkRepository, type Trusted } from "../../components/identity/access-role";
import { GithubActions } from "../../components/identity/github-actions";
import { PermissionsBoundary } from "../../components/identity/permissions-boundary";
import { PublicZone } from "../../components/network/public-zone";
import { checkRegion } from "../../components/network/region";
import { LockedBucket } from "../../components/storage/locked-bucket";
import {
  type AccessPurpose,
  accessRoleName,
  type AccountOf,
  boundaryName,
  stateBackend,
  stateBucketName,
  stateKeyAlias,
  stateSecretsProvider,
} from "../account/names";
import { checkCostCentre } from "../account/account";
import { checkDerivedNames } from "../account/derived-names";
import { checkOtherAccounts } from "../account/other-accounts";
import { tagsOf } from "../account/tags";
import { boundaryStatements } from "./boundary";
import { demoPermissions } from "./demo-permissions";
import { deployPermissions } from "./deploy-permissions";
import { type AccountResources, LOOK, lookForBuckets, operatePermissions, readSecrets, readState } from "./permissions";

/** All that an account must be told before an environment can be in it. */
export interface Bootstrap extends AccountOf {
  readonly region: string;
  readonly costCentre: string;
  /** The environment's domain. */
  readonly domain: string;
  /** The GitHub repository whose workflows preview and deploy, as its tokens name it: `owner/name`, or `owner@12/name@34`. */
  readonly repository: string;
  /** Whether GitHub as an issuer of tokens is made here, or was made with another environment of the same account. */
  readonly githubIssuer: "create" | "existing";
  /** Whether copies of the environment are made for demos, and so a role that makes them. */
  readonly hasDemos: boolean;
  /** Accounts, by their 12 digits, that images are copied from: each has to allow it, too (`thoughts:imageReaders`). */
  readonly imageSources: readonly string[];
}

/** What comes after: where states are kept and how they are encrypted, and what people have to do by hand. */
export interface BootstrapOutputs {
  /** For `pulumi login`. */
  readonly backend: pulumi.Output<string>;
  /** For `pulumi stack init --secrets-provider`. */
  readonly secretsProvider: string;
  /** What the domain above has to name as this one's name servers. */
  readonly nameServers: pulumi.Output<string[]>;
  /** By what they are for; none for demos where there are none. */
  readonly roles: Readonly<Partial<Record<AccessPurpose, pulumi.Output<string>>>>;
}

/** A first `up` makes a cluster and databases, and is given time for a second try. */
const DEPLOY_HOURS = 4;

/** Days for which an older state can be had back. */
const OLD_STATES_DAYS = 90;

export function checkBootstrap(bootstrap: Bootstrap): readonly Problem[] {
  const { repository, account, region, costCentre, imageSources } = bootstrap;
  return [
    ...checkDerivedNames(bootstrap),
    ...checkRegion(region),
    ...checkCostCentre(costCentre),
    ...checkRepository(repository),
    ...under("imageSources", checkOtherAccounts(account, imageSources)),
  ];
}

/** What outlives environments: the engine's states and their key, the domain's zone, and who may do what. */
export function createBootstrap(bootstrap: Bootstrap): BootstrapOutputs {
  const { environment, account, region, domain, costCentre } = bootstrap;
  const provider = new aws.Provider("aws", {
    region,
    allowedAccountIds: [account],
    defaultTags: { tags: tagsOf(environment, costCentre) },
  });
  const key = new EncryptionKey(
    "state-key",
    { alias: stateKeyAlias(bootstrap), account, region, protect: true },
    { provider },
  );
  const states = new LockedBucket(
    "states",
    {
      bucketName: stateBucketName(bootstrap),
      encryption: { kind: "kms", keyArn: key.arn },
      keepOldVersionsDays: OLD_STATES_DAYS,
      protect: true,
    },
    { provider },
  );
  const zone = new PublicZone("zone", { domain, protect: true }, { provider });
  const resources: AccountResources = {
    ...bootstrap,
    stateBucketArn: states.arn,
    stateKeyArn: key.arn,
    zoneId: zone.zoneId,
  };
  return {
    backend: states.bucketName.apply((bucket) => stateBackend(bucket, region)),
    secretsProvider: stateSecretsProvider(bootstrap, region),
    nameServers: zone.nameServers,
    roles: createRoles(bootstrap, resources, provider),
  };
}

/** Nobody has more than they need: previews read, deployments change this environment, people look or mend. */
function createRoles(
  bootstrap: Bootstrap,
  resources: AccountResources,
  provider: aws.Provider,
): BootstrapOutputs["roles"] {
  const { environment, account, repository } = bootstrap;
  new PermissionsBoundary(
    "boundary",
    { policyName: boundaryName(bootstrap), statements: boundaryStatements(resources) },
    { provider },
  );
  const issuer = new GithubActions("github", { issuer: bootstrap.githubIssuer }, { provider });
  const workflows = (...subjects: readonly string[]): Trusted => ({ kind: "github", issuer, repository, subjects });
  const people: Trusted = { kind: "people", account };
  const role = (purpose: AccessPurpose, args: Omit<AccessRoleArgs, "roleName">) =>
    new AccessRole(purpose, { roleName: accessRoleName(bootstrap, purpose), ...args }, { provider }).arn;
  return {
    preview: role("preview", {
      trusted: [workflows("pull_request", "ref:refs/heads/main")],
      permissions: {
        look: [...LOOK, ...lookForBuckets(resources)],
        state: readState(resources),
        secrets: readSecrets(resources),
      },
    }),
    // GitHub lets a workflow speak for an environment only as the environment's own rules allow: reviewers, branches. People
    // need it for the first `up`, before there is a workflow, and from a laptop.
    deploy: role("deploy", {
      trusted: [workflows(`environment:${environment}`), people],
      sessionHours: DEPLOY_HOURS,
      permissions: { look: LOOK, ...deployPermissions(resources) },
    }),
    // Demos are made by workflows that GitHub's environment "demo" lets, and pruned by those of main.
    ...(bootstrap.hasDemos && {
      demo: role("demo", {
        trusted: [workflows("environment:demo", "ref:refs/heads/main")],
        permissions: { look: LOOK, ...demoPermissions(resources) },
      }),
    }),
    operate: role("operate", {
      trusted: [people],
      permissions: { look: LOOK, operate: operatePermissions(resources) },
    }),
    read: role("read", { trusted: [people], permissions: { look: LOOK } }),
    "break-glass": role("break-glass", { trusted: [people], managedPolicies: { everything: "AdministratorAccess" } }),
  };
}
