import * as ec2 from "@aws-sdk/client-ec2";
import { textAt, type JsonObject } from "../../providers/wire/json";
import type { ClientSettings } from "../moto";
import { type Creations, tagsOf } from "./creation";

interface Rule {
  readonly securityGroupId: string;
  readonly ipProtocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrIpv4?: string;
  readonly referencedSecurityGroupId?: string;
}

interface Endpoint {
  readonly vpcId: string;
  readonly serviceName: string;
  readonly vpcEndpointType: ec2.VpcEndpointType;
  readonly routeTableIds?: string[];
  readonly subnetIds?: string[];
  readonly securityGroupIds?: string[];
  readonly privateDnsEnabled?: boolean;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ */
export function networkCreations(settings: ClientSettings): Creations {
  const client = new ec2.EC2Client(settings);
  return { ...subnets(client), ...gateways(client), ...routes(client), ...securityGroups(client), ...flow(client) };
}

const tagged = (inputs: JsonObject, ResourceType: ec2.ResourceType): ec2.TagSpecification[] => [
  { ResourceType, Tags: tagsOf(inputs) },
];

function subnets(client: ec2.EC2Client): Creations {
  return {
    "aws:ec2/vpc:Vpc": async (inputs) => {
      const { Vpc } = await client.send(
        new ec2.CreateVpcCommand({ CidrBlock: textAt(inputs, "cidrBlock"), TagSpecifications: tagged(inputs, "vpc") }),
      );
      const VpcId = Vpc?.VpcId;
      for (const [attribute, property] of [
        ["EnableDnsSupport", "enableDnsSupport"],
        ["EnableDnsHostnames", "enableDnsHostnames"],
      ] as const) {
        const Value = inputs[property] as boolean;
        await client.send(new ec2.ModifyVpcAttributeCommand({ VpcId, [attribute]: { Value } }));
      }
      const Filters = [{ Name: "vpc-id", Values: [VpcId ?? ""] }];
      const { SecurityGroups = [] } = await client.send(new ec2.DescribeSecurityGroupsCommand({ Filters }));
      return { id: VpcId, ownerId: Vpc?.OwnerId, defaultSecurityGroupId: SecurityGroups[0]?.GroupId };
    },
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": async (inputs) => {
      const Filters = [
        { Name: "vpc-id", Values: [textAt(inputs, "vpcId")] },
        { Name: "group-name", Values: ["default"] },
      ];
      const { SecurityGroups = [] } = await client.send(new ec2.DescribeSecurityGroupsCommand({ Filters }));
      return { id: SecurityGroups[0]?.GroupId, name: SecurityGroups[0]?.GroupName };
    },
    "aws:ec2/subnet:Subnet": async (inputs) => {
      const { vpcId, cidrBlock, availabilityZone } = inputs as unknown as Record<string, string>;
      const { Subnet } = await client.send(
        new ec2.CreateSubnetCommand({
          VpcId: vpcId,
          CidrBlock: cidrBlock,
          AvailabilityZone: availabilityZone,
          TagSpecifications: tagged(inputs, "subnet"),
        }),
      );
      return { id: Subnet?.SubnetId, arn: Subnet?.SubnetArn, ownerId: Subnet?.OwnerId };
    },
  };
}

function gateways(client: ec2.EC2Client): Creations {
  return {
    "aws:ec2/internetGateway:InternetGateway": async (inputs) => {
      const { InternetGateway } = await client.send(
        new ec2.CreateInternetGatewayCommand({ TagSpecifications: tagged(inputs, "internet-gateway") }),
      );
      const InternetGatewayId = InternetGateway?.InternetGatewayId;
      await client.send(new ec2.AttachInternetGatewayCommand({ InternetGatewayId, VpcId: textAt(inputs, "vpcId") }));
      return { id: InternetGatewayId };
    },
    "aws:ec2/eip:Eip": async (inputs) => {
      const address = await client.send(
        new ec2.AllocateAddressCommand({ Domain: "vpc", TagSpecifications: tagged(inputs, "elastic-ip") }),
      );
      return { id: address.AllocationId, allocationId: address.AllocationId };
    },
    "aws:ec2/natGateway:NatGateway": async (inputs) => {
      const { NatGateway } = await client.send(
        new ec2.CreateNatGatewayCommand({
          SubnetId: textAt(inputs, "subnetId"),
          AllocationId: textAt(inputs, "allocationId"),
          TagSpecifications: tagged(inputs, "natgateway"),
        }),
      );
      return { id: NatGateway?.NatGatewayId, connectivityType: NatGateway?.ConnectivityType };
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": async (inputs) => {
      const endpoint = inputs as unknown as Endpoint;
      const { VpcEndpoint } = await client.send(
        new ec2.CreateVpcEndpointCommand({
          VpcId: endpoint.vpcId,
          ServiceName: endpoint.serviceName,
          VpcEndpointType: endpoint.vpcEndpointType,
          RouteTableIds: endpoint.routeTableIds,
          SubnetIds: endpoint.subnetIds,
          SecurityGroupIds: endpoint.securityGroupIds,
          PrivateDnsEnabled: endpoint.privateDnsEnabled,
          TagSpecifications: tagged(inputs, "vpc-endpoint"),
        }),
      );
      return { id: VpcEndpoint?.VpcEndpointId, state: VpcEndpoint?.State };
    },
  };
}

function routes(client: ec2.EC2Client): Creations {
  return {
    "aws:ec2/routeTable:RouteTable": async (inputs) => {
      const { RouteTable } = await client.send(
        new ec2.CreateRouteTableCommand({
          VpcId: textAt(inputs, "vpcId"),
          TagSpecifications: tagged(inputs, "route-table"),
        }),
      );
      return { id: RouteTable?.RouteTableId, ownerId: RouteTable?.OwnerId };
    },
    "aws:ec2/route:Route": async (inputs) => {
      const { routeTableId, destinationCidrBlock, gatewayId, natGatewayId } = inputs as unknown as Record<
        string,
        string
      >;
      const route = {
        RouteTableId: routeTableId,
        DestinationCidrBlock: destinationCidrBlock,
        GatewayId: gatewayId,
        NatGatewayId: natGatewayId,
      };
      await client.send(new ec2.CreateRouteCommand(route));
      const asked = new ec2.DescribeRouteTablesCommand({ RouteTableIds: [routeTableId ?? ""] });
      const [table] = (await client.send(asked)).RouteTables ?? [];
      const made = table?.Routes?.find(({ DestinationCidrBlock: to }) => to === destinationCidrBlock);
      return { origin: made?.Origin, state: made?.State };
    },
    "aws:ec2/routeTableAssociation:RouteTableAssociation": async (inputs) => {
      const { routeTableId: RouteTableId, subnetId: SubnetId } = inputs as unknown as Record<string, string>;
      const { AssociationId } = await client.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId }));
      return { id: AssociationId };
    },
  };
}

function securityGroups(client: ec2.EC2Client): Creations {
  return {
    "aws:ec2/securityGroup:SecurityGroup": async (inputs) => {
      const { name, description, vpcId } = inputs as unknown as Record<string, string>;
      const { GroupId, SecurityGroupArn } = await client.send(
        new ec2.CreateSecurityGroupCommand({
          GroupName: name,
          Description: description,
          VpcId: vpcId,
          TagSpecifications: tagged(inputs, "security-group"),
        }),
      );
      return { id: GroupId, arn: SecurityGroupArn };
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": async (inputs) => {
      const rule = inputs as unknown as Rule;
      const { SecurityGroupRules: [made] = [] } = await client.send(
        new ec2.AuthorizeSecurityGroupIngressCommand({
          GroupId: rule.securityGroupId,
          IpPermissions: [
            {
              IpProtocol: rule.ipProtocol,
              FromPort: rule.fromPort,
              ToPort: rule.toPort,
              IpRanges: rule.cidrIpv4 === undefined ? undefined : [{ CidrIp: rule.cidrIpv4 }],
              UserIdGroupPairs: rule.referencedSecurityGroupId
                ? [{ GroupId: rule.referencedSecurityGroupId }]
                : undefined,
            },
          ],
          TagSpecifications: tagged(inputs, "security-group-rule"),
        }),
      );
      return { id: made?.SecurityGroupRuleId, arn: made?.SecurityGroupRuleArn };
    },
  };
}

function flow(client: ec2.EC2Client): Creations {
  return {
    "aws:ec2/flowLog:FlowLog": async (inputs) => {
      const { vpcId, trafficType, logDestination, iamRoleArn } = inputs as unknown as Record<string, string>;
      const { FlowLogIds = [], Unsuccessful = [] } = await client.send(
        new ec2.CreateFlowLogsCommand({
          ResourceIds: [vpcId ?? ""],
          ResourceType: "VPC",
          TrafficType: trafficType as ec2.TrafficType,
          LogDestination: logDestination,
          DeliverLogsPermissionArn: iamRoleArn,
          TagSpecifications: tagged(inputs, "vpc-flow-log"),
        }),
      );
      const [refused] = Unsuccessful;
      if (refused !== undefined) {
        throw new Error(`${refused.Error?.Code ?? ""}: ${refused.Error?.Message ?? ""}`);
      }
      return { id: FlowLogIds[0] };
    },
    "aws:ec2/launchTemplate:LaunchTemplate": async (inputs) => {
      const { LaunchTemplate } = await client.send(
        new ec2.CreateLaunchTemplateCommand({
          LaunchTemplateName: textAt(inputs, "name"),
          LaunchTemplateData: templateData(inputs),
          TagSpecifications: tagged(inputs, "launch-template"),
        }),
      );
      const { LaunchTemplateId, LatestVersionNumber, DefaultVersionNumber } = LaunchTemplate ?? {};
      return { id: LaunchTemplateId, latestVersion: LatestVersionNumber, defaultVersion: DefaultVersionNumber };
    },
  };
}

interface Template {
  readonly blockDeviceMappings?: readonly {
    readonly deviceName: string;
    readonly ebs: { readonly volumeSize: number; readonly volumeType: ec2.VolumeType; readonly encrypted: string };
  }[];
  readonly metadataOptions?: { readonly httpTokens: ec2.LaunchTemplateHttpTokensState };
}

function templateData(inputs: JsonObject): ec2.RequestLaunchTemplateData {
  const { blockDeviceMappings = [], metadataOptions } = inputs as unknown as Template;
  return {
    BlockDeviceMappings: blockDeviceMappings.map(({ deviceName, ebs }) => ({
      DeviceName: deviceName,
      Ebs: { VolumeSize: ebs.volumeSize, VolumeType: ebs.volumeType, Encrypted: ebs.encrypted === "true" },
    })),
    MetadataOptions: { HttpTokens: metadataOptions?.httpTokens },
  };
}
