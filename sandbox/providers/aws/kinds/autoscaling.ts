import { z } from "zod";
import { asText, textAt, type JsonObject } from "../../wire/json";
import { uuid } from "../eks-values";
import type { Kind, ResourceContext } from "../kind";
import { count, oneOf, text } from "../values";

const groupName = text(/^[^\\:]{1,255}$/, "the name of an Auto Scaling group");
/** -1 leaves it as it is. */
const size = count(-1, 10_000);

/** @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html */
export const schedule: Kind = {
  type: "aws:autoscaling/schedule:Schedule",
  inputs: z.strictObject({
    autoscalingGroupName: groupName,
    scheduledActionName: text(/^.{1,255}$/, "1 to 255 characters"),
    recurrence: text(/^(\S+ ){4}\S+$/, `five fields of cron such as "0 20 * * MON-FRI"`),
    timeZone: text(/^[A-Za-z_]+(\/[A-Za-z_+-]+)*$/, `a time zone such as "Etc/UTC"`).optional(),
    minSize: size.optional(),
    maxSize: size.optional(),
    desiredCapacity: size.optional(),
    endTime: text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, `a time in UTC such as "2027-01-07T00:00:00Z"`).optional(),
  }),
  rules: ({ minSize = 0, maxSize = 0, desiredCapacity = 0 }) =>
    [minSize, maxSize, desiredCapacity].every((given) => given === -1)
      ? [{ property: "desiredCapacity", reason: "at least one of minSize, maxSize and desiredCapacity has to change" }]
      : [],
  replaces: ["autoscalingGroupName", "scheduledActionName"],
  tagged: false,
  references: [],
  key: (inputs) => `${textAt(inputs, "autoscalingGroupName")}/${textAt(inputs, "scheduledActionName")}`,
  taken: "AlreadyExists",
  id: (inputs) => textAt(inputs, "scheduledActionName"),
  outputs: (inputs, context) => ({
    arn: arnOf(
      "scheduledUpdateGroupAction",
      `scheduledActionName/${asText(inputs.scheduledActionName)}`,
      inputs,
      context,
    ),
  }),
};

/** @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html */
export const policy: Kind = {
  type: "aws:autoscaling/policy:Policy",
  inputs: z.strictObject({
    autoscalingGroupName: groupName,
    name: text(/^.{1,255}$/, "1 to 255 characters"),
    policyType: oneOf("TargetTrackingScaling"),
    targetTrackingConfiguration: z.strictObject({
      predefinedMetricSpecification: z.strictObject({ predefinedMetricType: oneOf("ASGAverageCPUUtilization") }),
      targetValue: z.number().positive().max(100),
      disableScaleIn: z.boolean().optional(),
    }),
  }),
  rules: () => [],
  name: { property: "name", maxLength: 255 },
  replaces: ["autoscalingGroupName", "name", "policyType"],
  tagged: false,
  references: [],
  key: (inputs) => `${textAt(inputs, "autoscalingGroupName")}/${textAt(inputs, "name")}`,
  taken: "AlreadyExists",
  id: (inputs) => textAt(inputs, "name"),
  outputs: (inputs, context) => ({
    arn: arnOf("scalingPolicy", `policyName/${asText(inputs.name)}`, inputs, context),
  }),
};

/**
 * @see https://docs.aws.amazon.com/cli/latest/reference/autoscaling/describe-scheduled-actions.html#examples
 * @see https://docs.aws.amazon.com/cli/latest/reference/autoscaling/describe-policies.html#examples
 */
function arnOf(what: string, named: string, inputs: JsonObject, { account, region, seed }: ResourceContext): string {
  const group = `autoScalingGroupName/${textAt(inputs, "autoscalingGroupName")}`;
  return `arn:aws:autoscaling:${region}:${account}:${what}:${uuid(seed)}:${group}:${named}`;
}
