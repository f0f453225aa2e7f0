import type { JsonObject } from "../../../wire/json";
import type { Call, Subject } from "../call";
import { arnIn, calling } from "./arns";
import { newTags, oldTags, requestTags, resourceTags, tagging, tagsOf } from "./tag-keys";

/** What AWS calls it in ARNs, and the type of ours that it is. */
export const EC2_TYPES: Readonly<Record<string, string>> = {
  "elastic-ip": "aws:ec2/eip:Eip",
  "internet-gateway": "aws:ec2/internetGateway:InternetGateway",
  "launch-template": "aws:ec2/launchTemplate:LaunchTemplate",
  natgateway: "aws:ec2/natGateway:NatGateway",
  "route-table": "aws:ec2/routeTable:RouteTable",
  "security-group": "aws:ec2/securityGroup:SecurityGroup",
  subnet: "aws:ec2/subnet:Subnet",
  vpc: "aws:ec2/vpc:Vpc",
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html#amazonec2-policy-keys */
function keysOf({ region }: Subject, tags: JsonObject): Call["context"] {
  return { "ec2:Region": region, ...resourceTags(tags), ...resourceTags(tags, "ec2:ResourceTag/") };
}

/** Calls of which AWS's reference says that they know no resource. */
export function describing({ region }: Subject, ...names: readonly string[]): readonly Call[] {
  return names.map((name) => calling(`ec2:Describe${name}`, "*", { "ec2:Region": region }));
}

/**
 * The calls of a creation: AWS judges the action on what is to be made, which has no tags yet, and then `ec2:CreateTags`.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 * @param kind what ARNs call it
 */
export function making(subject: Subject, action: string, kind: string): readonly Call[] {
  const arn = arnIn(subject, "ec2", `${kind}/*`);
  const tags = newTags(subject);
  const keys = { "ec2:Region": subject.region, ...requestTags(tags) };
  const made = calling(`ec2:${action}`, arn, keys);
  if (Object.keys(tags).length === 0) return [made];
  return [made, calling("ec2:CreateTags", arn, { ...keys, "ec2:CreateAction": action })];
}

/** A call about another thing in the account: AWS judges each resource of a call by its own tags. */
export function onOther(subject: Subject, action: string, kind: string, id: string): Call {
  const tags = tagsOf(subject, EC2_TYPES[kind] ?? "", id);
  return calling(`ec2:${action}`, arnIn(subject, "ec2", `${kind}/${id}`), keysOf(subject, tags));
}

/** A call about the thing itself, which has its tags from its creation on. */
export function onIt(subject: Subject, action: string, kind: string): Call {
  const tags = subject.olds !== undefined || subject.properties !== undefined ? oldTags(subject) : newTags(subject);
  return calling(`ec2:${action}`, arnIn(subject, "ec2", `${kind}/${subject.id ?? "*"}`), keysOf(subject, tags));
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html */
export function retagging(subject: Subject, kind: string): readonly Call[] {
  const arn = arnIn(subject, "ec2", `${kind}/${subject.id ?? "*"}`);
  return tagging(subject, arn, ["ec2:CreateTags", "ec2:DeleteTags"], keysOf(subject, oldTags(subject)));
}
