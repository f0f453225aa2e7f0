import { z } from "zod";
import { isObject, textAt, type JsonObject } from "../../wire/json";
import { digits, type Kind } from "../kind";
import { count, oneOf, tags, text } from "../values";

const DESCRIPTION = text(
  /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/,
  "at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
);
const ID = (prefix: string) =>
  text(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `an id such as ${prefix}-0123456789abcdef0`);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
export const securityGroup: Kind = {
  type: "aws:ec2/securityGroup:SecurityGroup",
  inputs: z.strictObject({
    name: text(/^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/, `at most 255 characters that do not start with "sg-"`),
    description: DESCRIPTION.optional(),
    vpcId: ID("vpc").optional(),
    revokeRulesOnDelete: z.boolean().optional(),
    tags: tags.optional(),
  }),
  name: { property: "name", maxLength: 255 },
  replaces: ["name", "description", "vpcId"],
  tagged: true,
  references: [],
  key: (inputs) => `${textAt(inputs, "vpcId")}/${textAt(inputs, "name")}`,
  taken: "InvalidGroup.Duplicate",
  id: (_, { seed }) => `sg-0${digits(seed, 16)}`,
  outputs: (inputs, { account, region, seed }) => ({
    arn: `arn:aws:ec2:${region}:${account}:security-group/sg-0${digits(seed, 16)}`,
    description: inputs.description ?? "Managed by Pulumi",
    ownerId: account,
    region,
  }),
};

const SOURCES = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self", "sourceSecurityGroupId"];

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
export const securityGroupRule: Kind = {
  type: "aws:ec2/securityGroupRule:SecurityGroupRule",
  inputs: z.strictObject({
    type: oneOf("ingress", "egress"),
    protocol: text(
      /^(-1|all|tcp|udp|icmp|icmpv6|\d{1,3})$/,
      `"tcp", "udp", "icmp", "-1" for all, or a protocol's number`,
    ),
    fromPort: count(-1, 65_535),
    toPort: count(-1, 65_535),
    securityGroupId: ID("sg"),
    cidrBlocks: z
      .array(text(/^\d{1,3}(\.\d{1,3}){3}\/([12]?\d|3[0-2])$/, "an address range such as 10.0.0.0/16"))
      .optional(),
    ipv6CidrBlocks: z.array(z.string()).optional(),
    prefixListIds: z.array(ID("pl")).optional(),
    self: z.boolean().optional(),
    sourceSecurityGroupId: ID("sg").optional(),
    description: DESCRIPTION.optional(),
  }),
  rules: (inputs) =>
    SOURCES.some((source) => inputs[source] !== undefined)
      ? []
      : [{ property: "cidrBlocks", reason: `a rule needs one of ${SOURCES.join(", ")}` }],
  replaces: ["type", "protocol", "fromPort", "toPort", "securityGroupId", ...SOURCES],
  tagged: false,
  references: [
    { property: "securityGroupId", to: securityGroup.type, by: "id", missing: "InvalidGroup.NotFound" },
    {
      property: "sourceSecurityGroupId",
      to: securityGroup.type,
      by: "id",
      missing: "InvalidGroup.NotFound",
      holds: "DependencyViolation",
    },
  ],
  key: ruleKey,
  taken: "InvalidPermission.Duplicate",
  id: (inputs) => `sgrule-${digits(ruleKey(inputs), 10)}`,
  outputs: (_, { region, seed }) => ({ region, securityGroupRuleId: `sgr-0${digits(seed, 16)}` }),
};

/** Two rules of one group that let the same through are one rule, whatever they are called. */
function ruleKey(inputs: JsonObject): string {
  const told = Object.entries(inputs).filter(([property]) => property !== "description");
  return JSON.stringify(
    told.sort(([a], [b]) => (a < b ? -1 : 1)).map(([property, value]) => [property, isObject(value) ? {} : value]),
  );
}
