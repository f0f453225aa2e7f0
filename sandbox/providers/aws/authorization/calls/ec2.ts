import { at, asText, textAt } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import { arnIn, calling } from "./arns";
import { describing, making, onIt, onOther, retagging } from "./ec2-calls";
import { passingRole } from "./iam";
import { changes } from "./tag-keys";

/** The ids of a list of the inputs. */
function idsAt({ inputs }: Subject, property: string): readonly string[] {
  const found = at(inputs, property);
  return Array.isArray(found) ? found.map(asText) : [];
}

/** hashicorp/terraform-provider-aws, internal/service/ec2/vpc_.go: attributes, then the defaults that AWS made with it. */
function readVpc(subject: Subject): readonly Call[] {
  return [
    ...describing(subject, "Vpcs"),
    onIt(subject, "DescribeVpcAttribute", "vpc"),
    ...describing(subject, "NetworkAcls", "RouteTables", "SecurityGroups"),
  ];
}

export const vpc: TypeCalls = {
  create: (subject) => [
    ...making(subject, "CreateVpc", "vpc"),
    ...(subject.inputs.enableDnsHostnames === true || subject.inputs.enableDnsSupport === false
      ? [onIt(subject, "ModifyVpcAttribute", "vpc")]
      : []),
    ...readVpc(subject),
  ],
  read: readVpc,
  update: (subject) => [
    ...(changes(subject, "enableDnsHostnames", "enableDnsSupport") ? [onIt(subject, "ModifyVpcAttribute", "vpc")] : []),
    ...retagging(subject, "vpc"),
    ...readVpc(subject),
  ],
  remove: (subject) => [onIt(subject, "DeleteVpc", "vpc"), ...describing(subject, "Vpcs")],
};

/** internal/service/ec2/vpc_subnet.go */
export const subnet: TypeCalls = {
  create: (subject) => [
    ...making(subject, "CreateSubnet", "subnet"),
    onOther(subject, "CreateSubnet", "vpc", textAt(subject.inputs, "vpcId")),
    ...(subject.inputs.mapPublicIpOnLaunch === true ? [onIt(subject, "ModifySubnetAttribute", "subnet")] : []),
    ...describing(subject, "Subnets"),
  ],
  read: (subject) => describing(subject, "Subnets"),
  update: (subject) => [
    ...(changes(subject, "mapPublicIpOnLaunch") ? [onIt(subject, "ModifySubnetAttribute", "subnet")] : []),
    ...retagging(subject, "subnet"),
    ...describing(subject, "Subnets"),
  ],
  // Network interfaces that Lambda and others left are looked for first: internal/service/ec2/vpc_network_interface.go
  remove: (subject) => [
    ...describing(subject, "NetworkInterfaces"),
    onIt(subject, "DeleteSubnet", "subnet"),
    ...describing(subject, "Subnets"),
  ],
};

/** The gateway's part in attaching it, and the VPC's. */
function attaching(subject: Subject, action: string, vpcId: string): readonly Call[] {
  if (vpcId === "") return [];
  return [onIt(subject, action, "internet-gateway"), onOther(subject, action, "vpc", vpcId)];
}

/** internal/service/ec2/vpc_internet_gateway.go */
export const internetGateway: TypeCalls = {
  create: (subject) => [
    ...making(subject, "CreateInternetGateway", "internet-gateway"),
    ...attaching(subject, "AttachInternetGateway", textAt(subject.inputs, "vpcId")),
    ...describing(subject, "InternetGateways"),
  ],
  read: (subject) => describing(subject, "InternetGateways"),
  update: (subject) => [
    ...(changes(subject, "vpcId")
      ? [
          ...attaching(subject, "DetachInternetGateway", textAt(subject.olds, "vpcId")),
          ...attaching(subject, "AttachInternetGateway", textAt(subject.inputs, "vpcId")),
        ]
      : []),
    ...retagging(subject, "internet-gateway"),
    ...describing(subject, "InternetGateways"),
  ],
  remove: (subject) => [
    ...attaching(subject, "DetachInternetGateway", textAt(subject.inputs, "vpcId")),
    ...describing(subject, "InternetGateways"),
    onIt(subject, "DeleteInternetGateway", "internet-gateway"),
  ],
};

/** internal/service/ec2/ec2_eip.go: the reverse name is read too. */
const readEip = (subject: Subject) => describing(subject, "Addresses", "AddressesAttribute");

export const eip: TypeCalls = {
  create: (subject) => [...making(subject, "AllocateAddress", "elastic-ip"), ...readEip(subject)],
  read: readEip,
  update: (subject) => [...retagging(subject, "elastic-ip"), ...readEip(subject)],
  remove: (subject) => [...describing(subject, "Addresses"), onIt(subject, "ReleaseAddress", "elastic-ip")],
};

/** internal/service/ec2/vpc_nat_gateway.go */
export const natGateway: TypeCalls = {
  create: (subject) => {
    const address = textAt(subject.inputs, "allocationId");
    return [
      ...making(subject, "CreateNatGateway", "natgateway"),
      onOther(subject, "CreateNatGateway", "subnet", textAt(subject.inputs, "subnetId")),
      ...(address === "" ? [] : [onOther(subject, "CreateNatGateway", "elastic-ip", address)]),
      ...describing(subject, "NatGateways"),
    ];
  },
  read: (subject) => describing(subject, "NatGateways"),
  update: (subject) => [...retagging(subject, "natgateway"), ...describing(subject, "NatGateways")],
  remove: (subject) => [onIt(subject, "DeleteNatGateway", "natgateway"), ...describing(subject, "NatGateways")],
};

/** internal/service/ec2/vpc_flow_log.go; the role: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
export const flowLog: TypeCalls = {
  create: (subject) => [
    ...making(subject, "CreateFlowLogs", "vpc-flow-log"),
    onOther(subject, "CreateFlowLogs", "vpc", textAt(subject.inputs, "vpcId")),
    passingRole(subject, textAt(subject.inputs, "iamRoleArn"), "vpc-flow-logs.amazonaws.com"),
    ...describing(subject, "FlowLogs"),
  ],
  read: (subject) => describing(subject, "FlowLogs"),
  update: (subject) => [...retagging(subject, "vpc-flow-log"), ...describing(subject, "FlowLogs")],
  remove: (subject) => [onIt(subject, "DeleteFlowLogs", "vpc-flow-log"), ...describing(subject, "FlowLogs")],
};

/** internal/service/ec2/vpc_endpoint.go: the prefix list of a gateway is looked for at each reading. */
function readEndpoint(subject: Subject): readonly Call[] {
  return describing(subject, "VpcEndpoints", "PrefixLists");
}

/** What an endpoint is joined with. */
function joined(subject: Subject, action: string): readonly Call[] {
  return [
    ...idsAt(subject, "routeTableIds").map((id) => onOther(subject, action, "route-table", id)),
    ...idsAt(subject, "subnetIds").map((id) => onOther(subject, action, "subnet", id)),
    ...idsAt(subject, "securityGroupIds").map((id) => onOther(subject, action, "security-group", id)),
  ];
}

export const vpcEndpoint: TypeCalls = {
  create: (subject) => [
    ...making(subject, "CreateVpcEndpoint", "vpc-endpoint"),
    onOther(subject, "CreateVpcEndpoint", "vpc", textAt(subject.inputs, "vpcId")),
    ...joined(subject, "CreateVpcEndpoint"),
    // A private name makes a hosted zone: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
    ...(subject.inputs.privateDnsEnabled === true
      ? [calling("route53:AssociateVPCWithHostedZone", `arn:${subject.partition}:route53:::hostedzone/*`)]
      : []),
    ...readEndpoint(subject),
  ],
  read: readEndpoint,
  update: (subject) => [
    ...(changes(subject, "routeTableIds", "subnetIds", "securityGroupIds", "privateDnsEnabled")
      ? [onIt(subject, "ModifyVpcEndpoint", "vpc-endpoint"), ...joined(subject, "ModifyVpcEndpoint")]
      : []),
    ...retagging(subject, "vpc-endpoint"),
    ...readEndpoint(subject),
  ],
  remove: (subject) => [onIt(subject, "DeleteVpcEndpoints", "vpc-endpoint"), ...describing(subject, "VpcEndpoints")],
};

/** internal/service/ec2/ec2_launch_template.go */
const readTemplate = (subject: Subject) => describing(subject, "LaunchTemplates", "LaunchTemplateVersions");

export const launchTemplate: TypeCalls = {
  create: (subject) => [...making(subject, "CreateLaunchTemplate", "launch-template"), ...readTemplate(subject)],
  read: readTemplate,
  update: (subject) => [
    ...(changes(subject, "description", "blockDeviceMappings", "metadataOptions", "tagSpecifications")
      ? [
          onIt(subject, "CreateLaunchTemplateVersion", "launch-template"),
          ...(subject.inputs.updateDefaultVersion === true
            ? [onIt(subject, "ModifyLaunchTemplate", "launch-template")]
            : []),
        ]
      : []),
    ...retagging(subject, "launch-template"),
    ...readTemplate(subject),
  ],
  remove: (subject) => [onIt(subject, "DeleteLaunchTemplate", "launch-template")],
};

/** A scaling group of EKS's, of which AWS chose the identifier. */
function scalingGroup(subject: Subject): string {
  const name = textAt(subject.inputs, "autoscalingGroupName");
  return arnIn(subject, "autoscaling", `autoScalingGroup:*:autoScalingGroupName/${name}`);
}

/** internal/service/autoscaling/policy.go and schedule.go: it is put again as a whole by an update. */
function scaling(put: string, describe: string, remove: string): TypeCalls {
  const read = () => [calling(describe)];
  const putting = (subject: Subject) => [calling(put, scalingGroup(subject)), calling(describe)];
  return {
    create: putting,
    read,
    update: putting,
    remove: (subject) => [calling(describe), calling(remove, scalingGroup(subject))],
  };
}

export const scalingPolicy = scaling(
  "autoscaling:PutScalingPolicy",
  "autoscaling:DescribePolicies",
  "autoscaling:DeletePolicy",
);

export const scalingSchedule = scaling(
  "autoscaling:PutScheduledUpdateGroupAction",
  "autoscaling:DescribeScheduledActions",
  "autoscaling:DeleteScheduledAction",
);
