import {
  DescribeAddressesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type Filter,
} from "@aws-sdk/client-ec2";
import { DescribeClusterCommand, EKSClient, paginateListAccessEntries } from "@aws-sdk/client-eks";
import { GetServiceQuotaCommand, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { Problem } from "../../components/base/problems";
import { type Compute, nodeGroupsOf } from "../../components/cluster/compute";
import { SYSTEM } from "../../infra/system";
import type { AwsCaller } from "../account/caller";
import { askedAws, clientSettings } from "../account/client";
import type { AccountEnvironment } from "../account/environment";
import { AccountSecrets, namedSecrets, shortName } from "../account/secrets";
import { EnvironmentRegistry } from "../images/ecr";
import type { NeededImage } from "../images/needed";

/** What the account says against an `up`. Each function asks, and changes nothing. */

/** That who asks may use the cluster: the program makes objects in it. */
export async function callerProblems(caller: AwsCaller, environment: AccountEnvironment): Promise<readonly Problem[]> {
  const { cluster, region } = environment.platform;
  const { deployer, others } = cluster.access;
  const planned = [deployer, ...Object.values(others).map(({ role }) => role)];
  const entries = (await accessEntries(region, cluster.clusterName)) ?? planned;
  const nameOf = (arn: string) => arn.split("/").at(-1) ?? arn;
  if (caller.role !== undefined && entries.some((arn) => nameOf(arn) === caller.role)) {
    return [];
  }
  const looking = entries.map(nameOf).filter((role) => role !== nameOf(deployer));
  const message =
    `you are ${caller.arn}, which has no access entry in the cluster ${cluster.clusterName}, so objects in it would be refused; ` +
    `to bring it up, take ${nameOf(deployer)} (docs/iam.md#take-a-role). Others with an entry: ${looking.join(", ")}.`;
  return [{ path: "cluster.access", message }];
}

/** @returns undefined if the cluster is not there yet */
function accessEntries(region: string, clusterName: string): Promise<readonly string[] | undefined> {
  return askedAws(`asking who may use the cluster ${clusterName}`, async () => {
    const client = new EKSClient(clientSettings(region));
    const found: string[] = [];
    try {
      await client.send(new DescribeClusterCommand({ name: clusterName }));
      for await (const page of paginateListAccessEntries({ client }, { clusterName })) {
        found.push(...(page.accessEntries ?? []));
      }
      return found;
    } catch (error) {
      if ((error as Error).name === "ResourceNotFoundException") {
        return undefined;
      }
      throw error;
    }
  });
}

export async function secretProblems(environment: AccountEnvironment): Promise<readonly Problem[]> {
  const secrets = new AccountSecrets(environment);
  const found = await Promise.all(
    namedSecrets(environment).map(async ({ name }) => ({ name, state: await secrets.stateOf(name) })),
  );
  const set = (name: string) => `npx thoughts secrets set ${environment.name} ${shortName(name, environment)}`;
  const todo = {
    missing: (name: string) => `it is not there; ${set(name)}.`,
    empty: (name: string) => `it has no value; ${set(name)}.`,
    deleted: (name: string) => `somebody deleted it; aws secretsmanager restore-secret --secret-id ${name}.`,
  };
  return found.flatMap(({ name, state }) =>
    state.kind === "there" ? [] : [{ path: `secret ${name}`, message: todo[state.kind](name) }],
  );
}

export async function imageProblems(
  environment: AccountEnvironment,
  images: readonly NeededImage[],
): Promise<readonly Problem[]> {
  const registry = new EnvironmentRegistry(environment);
  const push = `npx thoughts images push ${environment.name}`;
  const found = await Promise.all(images.map(async (image) => ({ image, digest: await registry.digestOf(image) })));
  return found.flatMap(({ image, digest }) => {
    const path = `image ${image.repository}:${image.tag}`;
    if (digest === undefined) {
      return [{ path, message: `it is not in the registry of account ${environment.platform.account}; ${push}.` }];
    }
    return image.digest === undefined || image.digest === digest
      ? []
      : [
          {
            path,
            message: `it is ${digest}, and ${image.digest} is needed; delete that tag if nothing runs it, then ${push}.`,
          },
        ];
  });
}

/** What an account has at first, where it does not tell. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const DEFAULT_QUOTA = 5;

/** A first `up` makes a network: an account's quotas for addresses and networks are small, and shared with what else is in it. */
export async function quotaProblems({ name, platform }: AccountEnvironment): Promise<readonly Problem[]> {
  const ec2 = new EC2Client(clientSettings(platform.region));
  const own: Filter[] = [
    { Name: "tag:system", Values: [SYSTEM] },
    { Name: "tag:environment", Values: [name] },
  ];
  const { natGateways, zones } = platform.cluster.network;
  const vpcs = async (Filters?: Filter[]) => (await ec2.send(new DescribeVpcsCommand({ Filters }))).Vpcs?.length ?? 0;
  const addresses = async (Filters?: Filter[]) =>
    (await ec2.send(new DescribeAddressesCommand({ Filters }))).Addresses?.length ?? 0;
  const counts = await askedAws("counting networks and addresses", async () => [
    { what: "VPCs", code: ["vpc", "L-F678F1CE"], needed: 1 - Math.min(1, await vpcs(own)), used: await vpcs() },
    {
      what: "Elastic IP addresses",
      code: ["ec2", "L-0263D0A3"],
      needed: Math.max(0, (natGateways === "single" ? 1 : zones.length) - (await addresses(own))),
      used: await addresses(),
    },
  ]);
  const found = await Promise.all(
    counts.map(async ({ what, code: [service = "", code = ""], needed, used }) => {
      const most = await quota(platform.region, service, code);
      const message = `${used} of ${most} are in use, and ${needed} more are needed; release some, or ask for more: aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${used + needed}.`;
      return used + needed > most ? [{ path: `quota of ${what} in ${platform.region}`, message }] : [];
    }),
  );
  return found.flat();
}

function quota(region: string, ServiceCode: string, QuotaCode: string): Promise<number> {
  const client = new ServiceQuotasClient(clientSettings(region));
  return askedAws(`asking for the quota ${ServiceCode}/${QuotaCode}`, async () => {
    try {
      const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }));
      return Quota?.Value ?? DEFAULT_QUOTA;
    } catch (error) {
      if ((error as Error).name === "NoSuchResourceException") {
        return DEFAULT_QUOTA;
      }
      throw error;
    }
  });
}

/** Where a group of nodes is said. */
function settingOf({ kind }: Compute, group: string): string {
  return kind === "managedNodeGroups" ? `groups.${group}` : group.startsWith("extra-") ? "extra" : `base.${group}`;
}

/** Not every zone has every type of machine. */
export async function instanceProblems({ platform }: AccountEnvironment): Promise<readonly Problem[]> {
  const { region, cluster } = platform;
  const { compute, network } = cluster;
  const ec2 = new EC2Client(clientSettings(region));
  const found = await Promise.all(
    Object.entries(nodeGroupsOf(compute, network.zones)).map(
      async ([group, { instanceTypes, zones = network.zones }]) => {
        const wanted = zones.map((zone) => `${region}${zone}`);
        const { InstanceTypeOfferings = [] } = await askedAws(`asking which types of machines ${region} has`, () =>
          ec2.send(
            new DescribeInstanceTypeOfferingsCommand({
              LocationType: "availability-zone",
              Filters: [
                { Name: "instance-type", Values: [...instanceTypes] },
                { Name: "location", Values: wanted },
              ],
            }),
          ),
        );
        return instanceTypes.flatMap((type) => {
          const there = InstanceTypeOfferings.filter(({ InstanceType }) => InstanceType === type).map(
            ({ Location }) => Location,
          );
          const lacking = wanted.filter((zone) => !there.includes(zone));
          const message = `"${type}" is not to be had in ${lacking.join(", ")}; use another type (stacks/), or other zones (thoughts:zones).`;
          return lacking.length === 0
            ? []
            : [{ path: `cluster.compute.${settingOf(compute, group)}.instanceTypes`, message }];
        });
      },
    ),
  );
  return found.flat();
}
