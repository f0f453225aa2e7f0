import { z } from "zod";
import { textAt } from "../../wire/json";
import { digits, type Kind } from "../kind";
import { inSubnets, inVpc, securityGroups } from "../references";
import { subnetZone } from "../regions";
import { id, oneOf, startsIn, tags, text, vpcCidr } from "../values";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html */
export const vpc: Kind = {
  type: "aws:ec2/vpc:Vpc",
  inputs: z.strictObject({
    cidrBlock: vpcCidr,
    enableDnsHostnames: z.boolean().optional(),
    enableDnsSupport: z.boolean().optional(),
    instanceTenancy: oneOf("default", "dedicated").optional(),
    tags: tags.optional(),
  }),
  replaces: ["cidrBlock", "instanceTenancy"],
  tagged: true,
  references: [],
  id: (_, { seed }) => `vpc-0${digits(seed, 16)}`,
  outputs: (_, { account, region, seed }) => ({
    arn: `arn:aws:ec2:${region}:${account}:vpc/vpc-0${digits(seed, 16)}`,
    defaultSecurityGroupId: defaultGroupOf(`vpc-0${digits(seed, 16)}`),
    ownerId: account,
    region,
  }),
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html */
export const subnet: Kind = {
  type: "aws:ec2/subnet:Subnet",
  inputs: z.strictObject({
    vpcId: id("vpc"),
    cidrBlock: vpcCidr,
    availabilityZone: subnetZone.optional(),
    mapPublicIpOnLaunch: z.boolean().optional(),
    tags: tags.optional(),
  }),
  replaces: ["vpcId", "cidrBlock", "availabilityZone"],
  tagged: true,
  references: [inVpc()],
  refused: (inputs, things) => {
    const [vpcId, range] = [textAt(inputs, "vpcId"), textAt(inputs, "cidrBlock")];
    const outer = textAt(
      things.find(({ type, id: found }) => type === vpc.type && found === vpcId)?.inputs,
      "cidrBlock",
    );
    if (!startsIn(range, outer)) {
      return { code: "InvalidSubnet.Range", why: `${range} is not in the VPC's ${outer}` };
    }
    const others = things.filter(({ type, inputs: other }) => type === subnet.type && textAt(other, "vpcId") === vpcId);
    const overlapping = others
      .map(({ inputs: other }) => textAt(other, "cidrBlock"))
      .find((other) => startsIn(range, other) || startsIn(other, range));
    return overlapping === undefined
      ? undefined
      : { code: "InvalidSubnet.Conflict", why: `${range} overlaps another subnet's ${overlapping}` };
  },
  key: (inputs) => `${textAt(inputs, "vpcId")} ${textAt(inputs, "cidrBlock")}`,
  taken: "InvalidSubnet.Conflict",
  id: (_, { seed }) => `subnet-0${digits(seed, 16)}`,
  outputs: (_, { account, region, seed }) => ({
    arn: `arn:aws:ec2:${region}:${account}:subnet/subnet-0${digits(seed, 16)}`,
    ownerId: account,
    region,
  }),
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html */
export const internetGateway: Kind = {
  type: "aws:ec2/internetGateway:InternetGateway",
  inputs: z.strictObject({ vpcId: id("vpc").optional(), tags: tags.optional() }),
  replaces: [],
  tagged: true,
  references: [inVpc()],
  kept: ({ inputs }, things) => {
    const inVpcToo = (subnetId: string) =>
      things.some((thing) => thing.id === subnetId && textAt(thing.inputs, "vpcId") === textAt(inputs, "vpcId"));
    const nat = things.find(
      ({ type, inputs: other }) => type === natGateway.type && inVpcToo(textAt(other, "subnetId")),
    );
    return nat && { code: "DependencyViolation", why: `the VPC has mapped public addresses, of ${nat.type} ${nat.id}` };
  },
  key: (inputs) => textAt(inputs, "vpcId"),
  taken: "Resource.AlreadyAssociated",
  id: (_, { seed }) => `igw-0${digits(seed, 16)}`,
  outputs: (_, { account, region, seed }) => ({
    arn: `arn:aws:ec2:${region}:${account}:internet-gateway/igw-0${digits(seed, 16)}`,
    ownerId: account,
    region,
  }),
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html */
export const eip: Kind = {
  type: "aws:ec2/eip:Eip",
  inputs: z.strictObject({ domain: oneOf("vpc").optional(), tags: tags.optional() }),
  replaces: ["domain"],
  tagged: true,
  references: [],
  id: (_, { seed }) => `eipalloc-0${digits(seed, 16)}`,
  outputs: (_, { region, seed }) => ({
    allocationId: `eipalloc-0${digits(seed, 16)}`,
    // A range for documentation: it leads nowhere.
    publicIp: `203.0.113.${1 + (Number.parseInt(digits(seed, 4), 16) % 254)}`,
    region,
  }),
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html */
export const natGateway: Kind = {
  type: "aws:ec2/natGateway:NatGateway",
  inputs: z.strictObject({
    subnetId: id("subnet"),
    allocationId: id("eipalloc").optional(),
    connectivityType: oneOf("public", "private").optional(),
    tags: tags.optional(),
  }),
  rules: ({ allocationId, connectivityType }) =>
    allocationId !== undefined || connectivityType === "private"
      ? []
      : [{ property: "allocationId", reason: "a public NAT gateway needs an allocationId" }],
  replaces: ["subnetId", "allocationId", "connectivityType"],
  tagged: true,
  references: [
    inSubnets("subnetId"),
    {
      property: "allocationId",
      to: eip.type,
      by: "id",
      missing: "InvalidAllocationID.NotFound",
      holds: "InvalidIPAddress.InUse",
    },
  ],
  refused: (inputs, things) => {
    const subnet = things.find(({ id: found }) => found === textAt(inputs, "subnetId"));
    const vpcId = textAt(subnet?.inputs, "vpcId");
    return things.some(({ type, inputs: other }) => type === internetGateway.type && textAt(other, "vpcId") === vpcId)
      ? undefined
      : { code: "Gateway.NotAttached", why: `${vpcId} has no internet gateway attached` };
  },
  key: (inputs) => textAt(inputs, "allocationId"),
  taken: "Resource.AlreadyAssociated",
  id: (_, { seed }) => `nat-0${digits(seed, 16)}`,
  outputs: (_, { region }) => ({ connectivityType: "public", region }),
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
export const flowLog: Kind = {
  type: "aws:ec2/flowLog:FlowLog",
  inputs: z.strictObject({
    vpcId: id("vpc"),
    trafficType: oneOf("ACCEPT", "REJECT", "ALL"),
    logDestination: z.string(),
    logDestinationType: oneOf("cloud-watch-logs").optional(),
    iamRoleArn: z.string(),
    tags: tags.optional(),
  }),
  replaces: ["vpcId", "trafficType", "logDestination", "logDestinationType", "iamRoleArn"],
  tagged: true,
  references: [
    inVpc(),
    { property: "iamRoleArn", to: "aws:iam/role:Role", by: "arn", missing: "InvalidParameter" },
    {
      property: "logDestination",
      to: "aws:cloudwatch/logGroup:LogGroup",
      by: "arn",
      missing: "LogDestinationNotFound",
    },
  ],
  key: (inputs) => `${textAt(inputs, "vpcId")} ${textAt(inputs, "logDestination")}`,
  taken: "FlowLogAlreadyExists",
  id: (_, { seed }) => `fl-0${digits(seed, 16)}`,
  outputs: (_, { account, region, seed }) => ({
    arn: `arn:aws:ec2:${region}:${account}:vpc-flow-log/fl-0${digits(seed, 16)}`,
    region,
  }),
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
export const vpcEndpoint: Kind = {
  type: "aws:ec2/vpcEndpoint:VpcEndpoint",
  inputs: z.strictObject({
    vpcId: id("vpc"),
    serviceName: text(/^com\.amazonaws\.[a-z0-9-]+\.[a-z0-9.-]+$/, "a service such as com.amazonaws.us-west-2.s3"),
    vpcEndpointType: oneOf("Gateway", "Interface").optional(),
    privateDnsEnabled: z.boolean().optional(),
    routeTableIds: z.array(id("rtb")).optional(),
    subnetIds: z.array(id("subnet")).optional(),
    securityGroupIds: z.array(id("sg")).optional(),
    tags: tags.optional(),
  }),
  rules: (inputs) => {
    const type = textAt(inputs, "vpcEndpointType") || "Gateway";
    const notAllowed = type === "Gateway" ? ["subnetIds", "securityGroupIds", "privateDnsEnabled"] : ["routeTableIds"];
    return notAllowed
      .filter((property) => inputs[property] !== undefined)
      .map((property) => ({ property, reason: `${property} is not for endpoints of type ${type}` }));
  },
  replaces: ["vpcId", "serviceName", "vpcEndpointType"],
  tagged: true,
  references: [
    inVpc(),
    inSubnets("subnetIds"),
    securityGroups("securityGroupIds"),
    {
      property: "routeTableIds",
      to: "aws:ec2/routeTable:RouteTable",
      by: "id",
      missing: "InvalidRouteTableId.NotFound",
    },
  ],
  key: (inputs) => `${textAt(inputs, "vpcId")} ${textAt(inputs, "serviceName")}`,
  taken: "RouteAlreadyExists",
  id: (_, { seed }) => `vpce-0${digits(seed, 16)}`,
  outputs: (_, { account, region, seed }) => ({
    arn: `arn:aws:ec2:${region}:${account}:vpc-endpoint/vpce-0${digits(seed, 16)}`,
    region,
    state: "available",
  }),
};

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html */
export const defaultSecurityGroup: Kind = {
  type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  inputs: z.strictObject({ vpcId: id("vpc"), tags: tags.optional() }),
  replaces: ["vpcId"],
  tagged: true,
  // It goes with its VPC, and is only forgotten before.
  references: [{ ...inVpc(), holds: undefined }],
  key: (inputs) => textAt(inputs, "vpcId"),
  // The provider makes none: it takes over the one that the VPC has.
  id: (inputs) => defaultGroupOf(textAt(inputs, "vpcId")),
  outputs: (inputs, { account, region }) => ({
    arn: `arn:aws:ec2:${region}:${account}:security-group/${defaultGroupOf(textAt(inputs, "vpcId"))}`,
    name: "default",
    ownerId: account,
    region,
    vpcId: textAt(inputs, "vpcId"),
  }),
};

function defaultGroupOf(vpcId: string): string {
  return `sg-0${digits(`${vpcId} default`, 16)}`;
}
