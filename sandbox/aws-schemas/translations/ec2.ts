import { asText, at, objectAt, objectsAt, type JsonObject } from "../../providers/wire/json";
import type { Translation, Translations } from "../translation";

const RULE_TAGS = "CloudFormation does not tag rules; the tags are those of every other type";

function securityGroupRule(schema: string, referenced: string, prefixList: string): Translation {
  return {
    schema,
    names: {
      securityGroupId: "GroupId",
      cidrIpv4: "CidrIp",
      referencedSecurityGroupId: referenced,
      prefixListId: prefixList,
    },
    omitted: { tagsAll: RULE_TAGS },
  };
}

export const EC2: Translations = {
  "aws:ec2/vpc:Vpc": { schema: "AWS::EC2::VPC" },
  "aws:ec2/subnet:Subnet": { schema: "AWS::EC2::Subnet" },
  "aws:ec2/internetGateway:InternetGateway": {
    schema: "AWS::EC2::InternetGateway",
    omitted: { vpcId: "it is attached by another call, which CloudFormation has as a type without more in it" },
  },
  "aws:ec2/eip:Eip": { schema: "AWS::EC2::EIP" },
  "aws:ec2/natGateway:NatGateway": { schema: "AWS::EC2::NatGateway" },
  "aws:ec2/routeTable:RouteTable": { schema: "AWS::EC2::RouteTable" },
  "aws:ec2/route:Route": { schema: "AWS::EC2::Route" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { schema: "AWS::EC2::SubnetRouteTableAssociation" },
  "aws:ec2/flowLog:FlowLog": {
    schema: "AWS::EC2::FlowLog",
    names: { vpcId: "ResourceId", iamRoleArn: "DeliverLogsPermissionArn" },
    shape: (properties) => ({ ...properties, ResourceType: "VPC" }),
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { schema: "AWS::EC2::VPCEndpoint" },
  "aws:ec2/securityGroup:SecurityGroup": {
    schema: "AWS::EC2::SecurityGroup",
    names: { name: "GroupName", description: "GroupDescription" },
    omitted: { revokeRulesOnDelete: "it says what the provider does, and is not sent to AWS" },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupRule(
    "AWS::EC2::SecurityGroupIngress",
    "SourceSecurityGroupId",
    "SourcePrefixListId",
  ),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupRule(
    "AWS::EC2::SecurityGroupEgress",
    "DestinationSecurityGroupId",
    "DestinationPrefixListId",
  ),
  "aws:ec2/launchTemplate:LaunchTemplate": {
    schema: "AWS::EC2::LaunchTemplate",
    names: { name: "LaunchTemplateName", description: "VersionDescription" },
    free: ["tagSpecifications.tags"],
    omitted: { updateDefaultVersion: "CloudFormation leaves the default version as it is" },
    tags: { name: "TagSpecifications", form: "list" },
    shape: launchTemplate,
  },
};

/** All but the name is one object, and its tags say of what they are. */
function launchTemplate(properties: JsonObject, inputs: JsonObject): JsonObject {
  const { LaunchTemplateName, VersionDescription, TagSpecifications = [], ...data } = properties;
  const given = objectsAt(inputs, "tagSpecifications").map(({ resourceType, tags }) => ({
    ResourceType: resourceType ?? null,
    Tags: Object.entries(objectAt(tags)).map(([Key, Value]) => ({ Key, Value })),
  }));
  const disks = objectsAt(data, "BlockDeviceMappings").map((disk) => ({
    ...disk,
    Ebs: Object.fromEntries(
      // The provider has a text where "not said" differs from false.
      Object.entries(objectAt(disk, "Ebs")).map(([key, value]) => [
        key,
        /^(true|false)$/.test(asText(value)) ? asText(value) === "true" : value,
      ]),
    ),
  }));
  return {
    ...(LaunchTemplateName !== undefined && { LaunchTemplateName }),
    ...(VersionDescription !== undefined && { VersionDescription }),
    LaunchTemplateData: {
      ...data,
      ...(disks.length > 0 && { BlockDeviceMappings: disks }),
      ...(given.length > 0 && { TagSpecifications: given }),
    },
    TagSpecifications: [{ ResourceType: "launch-template", Tags: at(TagSpecifications) ?? [] }],
  };
}
