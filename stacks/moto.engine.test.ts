// A second opinion on what the stand-in for AWS says: moto, which others wrote, asked by AWS's own SDK.
import { ListHostedZonesCommand, Route53Client } from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creationsIn, NOT_MADE } from "../sandbox/moto/making/creations";
import { type Difference, differencesIn } from "../sandbox/moto/making/walk";
import { Moto, MOTO_ACCOUNT } from "../sandbox/moto/moto";
import { lackingForPython } from "../sandbox/python/packages";
import { madeBy } from "../testing/aws/made";
import { recordStack } from "./testing/graph";
import { committedConfig } from "./testing/settings";

const lacking = lackingForPython();

/** Where the two differ, and who is right. */
const DIFFERENCES: readonly { readonly type: string; readonly output?: string; readonly reason: string }[] = [
  {
    type: "aws:acm/certificate:Certificate",
    output: "domainValidationOptions.0.resourceRecordValue",
    // https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
    reason: "moto has one more label in the name, always the same; ACM's page has both forms",
  },
  {
    type: "aws:eks/cluster:Cluster",
    output: "endpoint",
    // https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html#API_DescribeCluster_Examples
    reason: "moto makes a host of letters of both cases; EKS has 32 hexadecimal digits and a short label",
  },
  {
    type: "aws:iam/policy:Policy",
    output: "policyId",
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    reason: "moto's has no prefix; IAM's has ANPA",
  },
  {
    type: "aws:rds/instance:Instance",
    output: "id",
    reason: "moto has the same identifier for every server",
  },
  {
    type: "aws:rds/instance:Instance",
    output: "address",
    reason: "moto has the same label for every account; RDS has one of an account and a region",
  },
  {
    type: "aws:route53/zone:Zone",
    output: "id",
    // https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html#API_CreateHostedZone_Examples
    reason: "moto's does not begin with Z",
  },
  { type: "aws:route53/zone:Zone", output: "nameServers", reason: "moto has the same four for every zone" },
  {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    reason: "moto's clusters have no security group of their own, so a rule can't name it",
  },
];

function isListed({ type, output }: Difference): boolean {
  return DIFFERENCES.some((listed) => listed.type === type && listed.output === output);
}

const shown = ({ name, output, ours, theirs }: Difference) => `${name} ${output ?? ""}: ${ours} | ${theirs}`;

describe.skipIf(lacking.length > 0)(`moto (this machine lacks: ${lacking.join(", ") || "nothing"})`, () => {
  let moto: Moto;
  const all: Difference[] = [];
  const seen = new Set<string>();

  beforeAll(async () => {
    moto = await Moto.start();
  });
  afterAll(() => moto.stop());

  const walk = async (stack: string, zone?: string) => {
    const made = await madeBy((make) => recordStack(stack, make));
    const account = String(committedConfig(stack).thoughts.account);
    const known = new Map([[account, MOTO_ACCOUNT], ...(zone === undefined ? [] : [["Z0PUBLIC", zone] as const])]);
    const creations = creationsIn(moto);
    made.forEach(({ type }) => seen.add(type));
    const differences = await differencesIn(made, creations, known);
    all.push(...differences);
    return differences.filter((difference) => !isListed(difference)).map(shown);
  };

  it.each(["staging", "production"])("makes the account and the environment %s as the stand-in does", async (stack) => {
    await moto.reset();
    expect(await walk(`bootstrap-${stack}`)).toEqual([]);
    expect(await walk(stack, await publicZone(moto))).toEqual([]);
  });

  it("knows every type but those that are listed", () => {
    const unknown = [...seen].filter((type) => !(type in creationsIn(moto)));
    expect(unknown.sort()).toEqual(Object.keys(NOT_MADE).sort());
  });

  it("still differs where it is known to", () => {
    const found = (listed: (typeof DIFFERENCES)[number]) =>
      all.some(({ type, output }) => listed.type === type && listed.output === output);
    expect(DIFFERENCES.filter((listed) => !found(listed))).toEqual([]);
  });
});

/** The zone that the account's own stack made, which the environment looks up by name. */
async function publicZone(moto: Moto): Promise<string> {
  const { HostedZones = [] } = await new Route53Client(moto.client).send(new ListHostedZonesCommand({}));
  return HostedZones[0]?.Id?.replace("/hostedzone/", "") ?? "";
}
