import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import type { LogRetentionDays } from "../base/log-retention";
import { ServiceRole } from "../identity/service-role";

export interface FlowLogsArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Name of the log group. */
  readonly group: string;
  readonly retentionDays: LogRetentionDays;
  /** Key that the logs are encrypted with. */
  readonly keyArn: pulumi.Input<string>;
}

/** What a service needs to write to a log group that is there. */
const WRITE = [
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "logs:DescribeLogGroups",
  "logs:DescribeLogStreams",
] as const;

/**
 * Who talked to whom in a VPC, and what was refused.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export class FlowLogs extends Component {
  constructor(name: string, args: FlowLogsArgs, opts: pulumi.ComponentResourceOptions) {
    super("network:FlowLogs", name, opts);
    const group = new aws.cloudwatch.LogGroup(
      this.child("group"),
      { name: args.group, retentionInDays: args.retentionDays, kmsKeyId: args.keyArn },
      this.childOptions(),
    );
    const role = new ServiceRole(
      this.child("role"),
      {
        service: "vpc-flow-logs.amazonaws.com",
        statements: [{ Effect: "Allow", Action: WRITE, Resource: [group.arn, pulumi.interpolate`${group.arn}:*`] }],
      },
      this.childOptions(),
    );
    new aws.ec2.FlowLog(
      this.child("log"),
      { vpcId: args.vpcId, trafficType: "ALL", logDestination: group.arn, iamRoleArn: role.arn },
      this.childOptions(),
    );
    this.registerOutputs({ group: group.name });
  }
}
