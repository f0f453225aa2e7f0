// A second opinion on what the stand-in for AWS lets through: the schemas that AWS itself publishes of its resources.
import { beforeAll, describe, expect, it } from "vitest";
import { record } from "../components/testing/recording";
import { type Finding, findingsIn } from "../sandbox/aws-schemas/lint";
import type { Made } from "../sandbox/providers/aws/made";
import type { JsonObject } from "../sandbox/providers/wire/json";
import { lackingForPython } from "../sandbox/python/packages";
import { madeBy } from "../testing/aws/made";
import { runProgram } from "./program";
import { recordStack } from "./testing/graph";
import { longestNamed } from "./testing/longest";
import { TODAY } from "./testing/settings";

const lacking = lackingForPython();
const STACKS = ["staging", "production", "bootstrap-staging", "bootstrap-production"];
const LONGEST = "an environment with the longest name";

/** What AWS takes although a schema, or cfn-lint, says otherwise. */
const DIFFERENCES: readonly { readonly rule: string; readonly where: RegExp; readonly reason: string }[] = [
  {
    rule: "E3003",
    where: /^internal-zone: VPCs\.0$/,
    reason: "the region of a zone's VPC: the provider sends its own where the program says none",
  },
  {
    rule: "W3691",
    where: /-db-instance$/,
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.MinorVersion.html
    reason:
      "a major version alone, of which RDS takes its default minor one; cfn-lint lists whole versions as new only",
  },
];

/** One wrong value each, and the rule that has to find it. */
const FAULTS: readonly { readonly type: string; readonly wrong: JsonObject; readonly rule: string; says: RegExp }[] = [
  { type: "aws:iam/role:Role", wrong: { name: "a role" }, rule: "E3031", says: /'a role' does not match/ },
  {
    type: "aws:iam/rolePolicy:RolePolicy",
    wrong: { name: "n".repeat(129) },
    rule: "E3033",
    says: /longer than 128/,
  },
  { type: "aws:eks/cluster:Cluster", wrong: { upgradePolicy: { supportType: "LONG" } }, rule: "E3030", says: /'LONG'/ },
  { type: "aws:kms/key:Key", wrong: { deletionWindowInDays: 6 }, rule: "E3034", says: /less than the minimum of 7/ },
  { type: "aws:eks/addon:Addon", wrong: { arn: "arn:aws:eks" }, rule: "read-only", says: /AWS says it/ },
  { type: "aws:ec2/natGateway:NatGateway", wrong: { subnet: "a" }, rule: "E3002", says: /'Subnet' was unexpected/ },
  {
    type: "aws:rds/instance:Instance",
    wrong: { engineVersion: "15.99" },
    rule: "E3691",
    says: /'15.99' is not one of/,
  },
];
const MISSING = { type: "aws:eks/podIdentityAssociation:PodIdentityAssociation", input: "roleArn" };

/** @returns the same, the first of each type with a fault */
function broken(made: readonly Made[]): readonly Made[] {
  const firstOf = (type: string) => made.find((one) => one.type === type);
  return made.map((one) => {
    const faults = FAULTS.filter(({ type }) => firstOf(type) === one).map(({ wrong }) => wrong);
    const inputs = Object.entries(one.inputs).filter(([key]) => firstOf(MISSING.type) !== one || key !== MISSING.input);
    return { ...one, inputs: Object.assign(Object.fromEntries(inputs), ...faults) as JsonObject };
  });
}

function isListed({ rule, where }: Finding): boolean {
  return DIFFERENCES.some((difference) => difference.rule === rule && difference.where.test(where));
}

describe.skipIf(lacking.length > 0)(`AWS's schemas (this machine lacks: ${lacking.join(", ") || "nothing"})`, () => {
  let findings: ReadonlyMap<string, readonly Finding[]>;
  beforeAll(async () => {
    const sets = new Map<string, readonly Made[]>();
    for (const stack of STACKS) {
      sets.set(stack, await madeBy((make) => recordStack(stack, make)));
    }
    const run = () => runProgram(longestNamed(), TODAY);
    sets.set(LONGEST, await madeBy((make) => record(run, make)));
    sets.set("broken", broken(sets.get("staging") ?? []));
    findings = await findingsIn(sets, "us-west-2");
  });

  it.each([...STACKS, LONGEST])("have nothing against %s", (set) => {
    expect(findings.get(set)?.filter((finding) => !isListed(finding))).toEqual([]);
  });

  it("still differ where they are known to", () => {
    const all = [...findings.values()].flat();
    const unknown = DIFFERENCES.filter(
      ({ rule, where }) => !all.some((finding) => finding.rule === rule && where.test(finding.where)),
    );
    expect(unknown).toEqual([]);
  });

  it.each(FAULTS)("find what is wrong with %#: $rule", ({ rule, says }) => {
    expect(findings.get("broken")).toContainEqual(
      expect.objectContaining({ rule, message: expect.stringMatching(says) as string }),
    );
  });

  it("find what is missing", () => {
    expect(findings.get("broken")).toContainEqual(
      expect.objectContaining({ rule: "E3003", message: "'RoleArn' is a required property" }),
    );
  });
});
