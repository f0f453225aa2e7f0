import { textAt } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import { arnIn, calling, looking } from "./arns";
import { keysOfIt, named } from "./named";
import { changes } from "./tag-keys";

const arn = (subject: Subject) => arnIn(subject, "logs", `log-group:${textAt(subject.inputs, "name")}`);

/** A retention or a key: what puts it, and what takes it away. */
function putting(subject: Subject, property: string, put: string, take: string): Call {
  return calling(subject.inputs[property] === undefined ? take : put, arn(subject), keysOfIt(subject));
}

const keyed = (subject: Subject) => putting(subject, "kmsKeyId", "logs:AssociateKmsKey", "logs:DisassociateKmsKey");
const kept = (subject: Subject) =>
  putting(subject, "retentionInDays", "logs:PutRetentionPolicy", "logs:DeleteRetentionPolicy");

/**
 * hashicorp/terraform-provider-aws, internal/service/logs/group.go. A group with a key:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export const logGroup = named({
  arn,
  make: "logs:CreateLogGroup",
  tags: ["logs:TagResource", "logs:UntagResource"],
  look: ["logs:ListTagsForResource"],
  also: () => looking("logs:DescribeLogGroups"),
  after: (subject) => [
    ...(subject.inputs.kmsKeyId === undefined ? [] : [keyed(subject)]),
    ...(subject.inputs.retentionInDays === undefined ? [] : [kept(subject)]),
  ],
  change: (subject) => [
    ...(changes(subject, "retentionInDays") ? [kept(subject)] : []),
    ...(changes(subject, "kmsKeyId") ? [keyed(subject)] : []),
  ],
  remove: "logs:DeleteLogGroup",
});

const groupOf = (subject: Subject) => arnIn(subject, "logs", `log-group:${textAt(subject.inputs, "logGroupName")}`);
const stream = (subject: Subject) => `${groupOf(subject)}:log-stream:${textAt(subject.inputs, "name")}`;
const described = (subject: Subject) => [calling("logs:DescribeLogStreams", groupOf(subject))];

/** hashicorp/terraform-provider-aws, internal/service/logs/stream.go. */
export const logStream: TypeCalls = {
  create: (subject) => [calling("logs:CreateLogStream", stream(subject)), ...described(subject)],
  read: described,
  update: described,
  remove: (subject) => [calling("logs:DeleteLogStream", stream(subject)), ...described(subject)],
};
