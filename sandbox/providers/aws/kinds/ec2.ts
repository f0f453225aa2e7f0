import { z } from "zod";
import { textAt, type JsonObject } from "../../wire/json";
import { digits, type Kind } from "../kind";
import { encryptedBy, inVpc, securityGroups } from "../references";
import { cidr, count, description, id, oneOf, tags, text } from "../values";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
export const securityGroup: Kind = {
  type: "aws:ec2/securityGroup:SecurityGroup",
  inputs: z.strictObject({
    name: text(/^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/, `at most 255 characters that do not start with "sg-"`),
    description: description.optional(),
    vpcId: id("vpc").optional(),
    revokeRulesOnDelete: z.boolean().optional(),
    tags: tags.optional(),
  }),
  name: { property: "name", maxLength: 255 },
  replaces: ["name", "description", "vpcId"],
  tagged: true,
  references: [inVpc()],
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

const SOURCES = ["cidrIpv4", "prefixListId", "referencedSecurityGroupId"];

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
export const securityGroupIngressRule = securityGroupRule(
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "ingress",
);

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html */
export const securityGroupEgressRule = securityGroupRule(
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "egress",
);

function securityGroupRule(type: string, direction: string): Kind {
  return {
    type,
    inputs: z.strictObject({
      securityGroupId: id("sg"),
      ipProtocol: text(/^(-1|tcp|udp|icmp|icmpv6|\d{1,3})$/, `"tcp", "udp", "icmp", "-1" for all, or a number`),
      fromPort: count(-1, 65_535).optional(),
      toPort: count(-1, 65_535).optional(),
      cidrIpv4: cidr.optional(),
      prefixListId: id("pl").optional(),
      referencedSecurityGroupId: id("sg").optional(),
      description: description.optional(),
      tags: tags.optional(),
    }),
    rules: (inputs) => [
      ...(SOURCES.filter((source) => inputs[source] !== undefined).length === 1
        ? []
        : [{ property: "cidrIpv4", reason: `a rule needs exactly one of ${SOURCES.join(", ")}` }]),
      ...(inputs.ipProtocol === "-1" || (inputs.fromPort !== undefined && inputs.toPort !== undefined)
        ? []
        : [
            {
              property: "fromPort",
              reason: `the protocol "${textAt(inputs, "ipProtocol")}" needs fromPort and toPort`,
            },
          ]),
    ],
    replaces: ["securityGroupId"],
    tagged: true,
    references: [
      // A rule goes with its group, and keeps the one that it names.
      { ...securityGroups("securityGroupId"), holds: undefined },
      securityGroups("referencedSecurityGroupId"),
    ],
    key: (inputs) => ruleKey(direction, inputs),
    taken: "InvalidPermission.Duplicate",
    id: (_, { seed }) => `sgr-0${digits(seed, 16)}`,
    outputs: (_, { account, region, seed }) => ({
      arn: `arn:aws:ec2:${region}:${account}:security-group-rule/sgr-0${digits(seed, 16)}`,
      region,
      securityGroupRuleId: `sgr-0${digits(seed, 16)}`,
    }),
  };
}

/** Two rules of one group that let the same through are one rule, whatever they are called. */
function ruleKey(direction: string, inputs: JsonObject): string {
  const told = ["securityGroupId", "ipProtocol", "fromPort", "toPort", ...SOURCES].map((property) => inputs[property]);
  return JSON.stringify([direction, ...told]);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
export const launchTemplate: Kind = {
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  inputs: z.strictObject({
    name: text(/^[a-zA-Z0-9().\-/_]{3,128}$/, "3 to 128 letters, digits and ()./-_"),
    description: z.string().max(255).optional(),
    updateDefaultVersion: z.boolean().optional(),
    blockDeviceMappings: z
      .array(
        z.strictObject({
          deviceName: z.string(),
          ebs: z.strictObject({
            volumeSize: count(1, 65_536).optional(),
            volumeType: oneOf("gp2", "gp3", "io1", "io2", "sc1", "st1", "standard").optional(),
            encrypted: oneOf("true", "false").optional(),
            kmsKeyId: z.string().optional(),
            deleteOnTermination: oneOf("true", "false").optional(),
          }),
        }),
      )
      .optional(),
    metadataOptions: z
      .strictObject({
        httpEndpoint: oneOf("enabled", "disabled").optional(),
        httpTokens: oneOf("optional", "required").optional(),
        httpPutResponseHopLimit: count(1, 64).optional(),
        instanceMetadataTags: oneOf("enabled", "disabled").optional(),
      })
      .optional(),
    tagSpecifications: z
      .array(z.strictObject({ resourceType: oneOf("instance", "volume", "network-interface"), tags }))
      .optional(),
    tags: tags.optional(),
  }),
  name: { property: "name", maxLength: 128 },
  replaces: ["name"],
  tagged: true,
  references: [encryptedBy("blockDeviceMappings.ebs.kmsKeyId")],
  key: (inputs) => textAt(inputs, "name"),
  taken: "InvalidLaunchTemplateName.AlreadyExistsException",
  id: (_, { seed }) => `lt-0${digits(seed, 16)}`,
  outputs: (_, { account, region, seed, revision }) => ({
    arn: `arn:aws:ec2:${region}:${account}:launch-template/lt-0${digits(seed, 16)}`,
    defaultVersion: 1,
    latestVersion: revision,
    region,
  }),
  renewed: ["latestVersion"],
};
