import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import type { LogRetentionDays } from "../base/log-retention";
import { ServiceRole } from "../identity/service-role";

const CHILDREN = {
  "log-group": aws.cloudwatch.LogGroup,
  role: ServiceRole,
  log: aws.ec2.FlowLog,
};

export interface FlowLogsArgs extends Transformable<typeof CHILDREN> {
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
export class FlowLogs extends Component<typeof CHILDREN> {
  constructor(name: string, args: FlowLogsArgs, opts: pulumi.ComponentResourceOptions) {
    super("network:FlowLogs", name, CHILDREN, args, opts);
    const group = this.make("log-group", {
      name: args.group,
      retentionInDays: args.retentionDays,
      kmsKeyId: args.keyArn,
    });
    const role = this.make("role", {
      service: "vpc-flow-logs.amazonaws.com",
      statements: [{ Effect: "Allow", Action: WRITE, Resource: [group.arn, pulumi.interpolate`${group.arn}:*`] }],
    });
    this.make("log", { vpcId: args.vpcId, trafficType: "ALL", logDestination: group.arn, iamRoleArn: role.arn });
    this.registerOutputs({ group: group.name });
  }
}
