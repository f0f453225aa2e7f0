import * as acm from "@aws-sdk/client-acm";
import * as autoscaling from "@aws-sdk/client-auto-scaling";
import * as eks from "@aws-sdk/client-eks";
import * as route53 from "@aws-sdk/client-route-53";
import { objectAt, objectsAt, textAt, type JsonObject } from "../../providers/wire/json";
import type { ClientSettings } from "../moto";
import { type Creations, tagsOf } from "./creation";

type Texts = Readonly<Record<string, string | undefined>>;

/** @see https://docs.aws.amazon.com/acm/latest/APIReference/ */
export function certificateCreations(settings: ClientSettings): Creations {
  const client = new acm.ACMClient(settings);
  return {
    "aws:acm/certificate:Certificate": async (inputs) => {
      const { CertificateArn } = await client.send(
        new acm.RequestCertificateCommand({
          DomainName: textAt(inputs, "domainName"),
          SubjectAlternativeNames: inputs.subjectAlternativeNames as string[],
          ValidationMethod: textAt(inputs, "validationMethod") as acm.ValidationMethod,
          Tags: tagsOf(inputs),
        }),
      );
      const { Certificate: made } = await client.send(new acm.DescribeCertificateCommand({ CertificateArn }));
      const proof = made?.DomainValidationOptions?.[0];
      return {
        id: CertificateArn,
        arn: CertificateArn,
        subjectAlternativeNames: made?.SubjectAlternativeNames,
        "domainValidationOptions.0.resourceRecordName": proof?.ResourceRecord?.Name,
        "domainValidationOptions.0.resourceRecordType": proof?.ResourceRecord?.Type,
        "domainValidationOptions.0.resourceRecordValue": proof?.ResourceRecord?.Value,
      };
    },
  };
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/ */
export function zoneCreations(settings: ClientSettings): Creations {
  const client = new route53.Route53Client(settings);
  return {
    "aws:route53/zone:Zone": async (inputs) => {
      const [vpc] = objectsAt(inputs, "vpcs");
      const VPCRegion = settings.region as route53.VPCRegion;
      const { HostedZone, DelegationSet } = await client.send(
        new route53.CreateHostedZoneCommand({
          Name: textAt(inputs, "name"),
          CallerReference: textAt(inputs, "name"),
          HostedZoneConfig: { Comment: textAt(inputs, "comment") || "Managed by Pulumi" },
          VPC: vpc && { VPCId: textAt(vpc, "vpcId"), VPCRegion },
        }),
      );
      const id = HostedZone?.Id?.replace("/hostedzone/", "");
      return { id, zoneId: id, comment: HostedZone?.Config?.Comment, nameServers: DelegationSet?.NameServers };
    },
    "aws:route53/record:Record": async (inputs) => {
      const { zoneId: HostedZoneId, name: Name } = inputs as unknown as Texts;
      const records = inputs.records as string[] | undefined;
      const ResourceRecordSet: route53.ResourceRecordSet = {
        Name,
        Type: textAt(inputs, "type") as route53.RRType,
        TTL: inputs.ttl as number,
        ResourceRecords: records?.map((Value) => ({ Value })),
      };
      const ChangeBatch = { Changes: [{ Action: "UPSERT" as const, ResourceRecordSet }] };
      await client.send(new route53.ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch }));
      const asked = new route53.ListResourceRecordSetsCommand({ HostedZoneId, StartRecordName: Name, MaxItems: 1 });
      const [made] = (await client.send(asked)).ResourceRecordSets ?? [];
      return { fqdn: made?.Name?.replace(/\.$/, "") };
    },
  };
}

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/ */
export function clusterCreations(settings: ClientSettings): Creations {
  const client = new eks.EKSClient(settings);
  return {
    "aws:eks/cluster:Cluster": async (inputs) => {
      const types = inputs.enabledClusterLogTypes as eks.LogType[];
      const { cluster } = await client.send(
        new eks.CreateClusterCommand({
          name: textAt(inputs, "name"),
          roleArn: textAt(inputs, "roleArn"),
          version: textAt(inputs, "version"),
          resourcesVpcConfig: objectAt(inputs, "vpcConfig"),
          logging: { clusterLogging: [{ types, enabled: true }] },
          encryptionConfig: [objectAt(inputs, "encryptionConfig")],
          tags: objectAt(inputs, "tagsAll") as Record<string, string>,
        }),
      );
      return {
        id: cluster?.name,
        arn: cluster?.arn,
        endpoint: cluster?.endpoint,
        "vpcConfig.clusterSecurityGroupId": cluster?.resourcesVpcConfig?.clusterSecurityGroupId,
        version: cluster?.version,
        status: cluster?.status,
      };
    },
    "aws:eks/nodeGroup:NodeGroup": async (inputs) => {
      const { nodegroup } = await client.send(new eks.CreateNodegroupCommand(nodeGroup(inputs)));
      return {
        id: `${nodegroup?.clusterName ?? ""}:${nodegroup?.nodegroupName ?? ""}`,
        arn: nodegroup?.nodegroupArn,
        status: nodegroup?.status,
        amiType: nodegroup?.amiType,
        capacityType: nodegroup?.capacityType,
      };
    },
  };
}

function nodeGroup(inputs: JsonObject): eks.CreateNodegroupCommandInput {
  const told = inputs as unknown as Texts;
  return {
    clusterName: told.clusterName,
    nodegroupName: told.nodeGroupName,
    nodeRole: told.nodeRoleArn,
    subnets: inputs.subnetIds as string[],
    scalingConfig: objectAt(inputs, "scalingConfig"),
    instanceTypes: inputs.instanceTypes as string[],
    amiType: told.amiType as eks.AMITypes,
    capacityType: told.capacityType as eks.CapacityTypes,
    launchTemplate: objectAt(inputs, "launchTemplate"),
    version: told.version,
    tags: objectAt(inputs, "tagsAll") as Record<string, string>,
  };
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html */
export function scalingCreations(settings: ClientSettings): Creations {
  const client = new autoscaling.AutoScalingClient(settings);
  /** -1 leaves a size as it is, and is not sent. */
  const size = (inputs: JsonObject, property: string) =>
    inputs[property] === -1 ? undefined : (inputs[property] as number);
  return {
    "aws:autoscaling/schedule:Schedule": async (inputs) => {
      const { autoscalingGroupName, scheduledActionName, recurrence, timeZone, endTime } = inputs as unknown as Texts;
      const ScheduledActionNames = [scheduledActionName ?? ""];
      await client.send(
        new autoscaling.PutScheduledUpdateGroupActionCommand({
          AutoScalingGroupName: autoscalingGroupName,
          ScheduledActionName: scheduledActionName,
          Recurrence: recurrence,
          TimeZone: timeZone,
          EndTime: endTime === undefined ? undefined : new Date(endTime),
          MinSize: size(inputs, "minSize"),
          MaxSize: size(inputs, "maxSize"),
          DesiredCapacity: size(inputs, "desiredCapacity"),
        }),
      );
      const asked = { AutoScalingGroupName: autoscalingGroupName, ScheduledActionNames };
      const [made] =
        (await client.send(new autoscaling.DescribeScheduledActionsCommand(asked))).ScheduledUpdateGroupActions ?? [];
      return { id: made?.ScheduledActionName, arn: made?.ScheduledActionARN };
    },
  };
}
