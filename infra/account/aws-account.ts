import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { EncryptionKey } from "../../components/encryption/encryption-key";
import { boundedBy } from "../../components/identity/permissions-boundary";
import type { Environment } from "../environment";
import { isProtected } from "../protection";
import { SYSTEM } from "../system";
import type { AccountSettings } from "./account";
import { boundaryArn, rolePath } from "./names";
import { tagsOf } from "./tags";

/** An AWS account, ready to make things in. */
export interface OpenAccount {
  readonly provider: aws.Provider;
  /** Its 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Tags of all that is made; what AWS makes by itself, such as nodes, has to be told them. */
  readonly tags: Readonly<Record<string, string>>;
  /** What is stored is encrypted with it. */
  readonly key: EncryptionKey;
  /** What every component that makes roles is given, to keep them within the environment's boundary. */
  readonly transforms: pulumi.ResourceTransform[];
}

/** The provider refuses to work in any other account, whatever credentials it finds, and tags all that it makes. */
export function openAwsAccount(environment: Environment, settings: AccountSettings): OpenAccount {
  const { name } = environment;
  const { account, region, costCentre } = settings;
  const tags = tagsOf(name, costCentre);
  const provider = new aws.Provider("aws", { region, allowedAccountIds: [account], defaultTags: { tags } });
  const key = new EncryptionKey(
    "key",
    { account, region, alias: `${SYSTEM}-${name}`, protect: isProtected("key", environment) },
    { provider },
  );
  const of = { environment: name, account };
  return { account, region, provider, tags, key, transforms: [boundedBy(boundaryArn(of), rolePath(of))] };
}
