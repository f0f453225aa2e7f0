import { textAt } from "../../../wire/json";
import type { Call, Subject } from "../call";
import { arnIn, calling } from "./arns";
import { newTags, requestTags, resourceTags, tagsOf } from "./tag-keys";

/** The cluster that something is of. */
export function onCluster(subject: Subject, action: string, keys: Call["context"] = {}): Call {
  const name = textAt(subject.inputs, "clusterName");
  const tags = tagsOf(subject, "aws:eks/cluster:Cluster", name);
  return calling(action, arnIn(subject, "eks", `cluster/${name}`), { ...resourceTags(tags), ...keys });
}

/**
 * The ARN of something of a cluster's, at whose end AWS puts an identifier of its own.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html#amazonelastickubernetesservice-resources-for-iam-policies
 */
export function ofCluster(subject: Subject, kind: string, ...names: readonly string[]): string {
  return arnIn(subject, "eks", [kind, textAt(subject.inputs, "clusterName"), ...names].join("/"));
}

/** What is made on a cluster: its tags are given to a resource whose identifier AWS chooses. */
export function createdOn(subject: Subject, action: string, arn: string, keys: Call["context"] = {}): readonly Call[] {
  const tags = requestTags(newTags(subject));
  return [
    onCluster(subject, action, { ...tags, ...keys }),
    ...(Object.keys(tags).length === 0 ? [] : [calling("eks:TagResource", arn, tags)]),
  ];
}
