import { isDeepStrictEqual } from "node:util";
import type { Finder, Finding } from "./finding";
import { at, type Inputs, listAt, textAt } from "./inputs";

/** What everything in an environment stands on: nothing answers while one of these is replaced. */
const FOUNDATIONS: Readonly<Record<string, string>> = {
  "aws:eks/cluster:Cluster": "all that runs in the cluster is gone until it is brought up again",
  "eks:index:Cluster": "all that runs in the cluster is gone until it is brought up again",
  "aws:eks/nodeGroup:NodeGroup": "pods move to other nodes",
  "aws:ec2/vpc:Vpc": "all that is in the network goes with it",
  "aws:ec2/subnet:Subnet": "all that is in the subnet goes with it",
  "aws:ec2/natGateway:NatGateway": "nothing in its zone reaches the internet until the other one is there",
  "aws:lb/loadBalancer:LoadBalancer": "its address changes",
  "aws:route53/zone:Zone": "names in it are not found until the domain knows the new name servers",
  "aws:acm/certificate:Certificate": "HTTPS depends on it",
  "kubernetes:core/v1:Service": "its address changes, and nothing reaches its pods in between",
  "kubernetes:networking.k8s.io/v1:Ingress": "nothing reaches its hosts in between",
};

/**
 * Another parameter group restarts nothing: what it has otherwise waits until people restart the server.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html which changes restart it
 */
const RESTARTS_DATABASE = ["instanceClass", "engineVersion", "port", "identifier", "networkType"];

/** What does not answer for a while, and why. */
export const downtime: Finder = ({ op, type, before, after }) => {
  switch (op) {
    case "replace":
    case "delete":
      return gone(op, type);
    case "update":
      return before !== undefined && after !== undefined ? updated(type, before, after) : [];
    default:
      return [];
  }
};

function gone(op: "replace" | "delete", type: string): readonly Finding[] {
  const effect = Object.hasOwn(FOUNDATIONS, type) ? FOUNDATIONS[type] : undefined;
  const done = op === "replace" ? "is replaced" : "is deleted";
  if (effect !== undefined) {
    const what = op === "replace" ? effect : "what needs it does not find it any more";
    return [finding(`${done}: ${what}`, /^(aws|eks):/.test(type) ? "danger" : "warning")];
  }
  return /^kubernetes:apps\/v1:(Deployment|StatefulSet|DaemonSet)$/.test(type)
    ? [finding(`${done}: its pods end${op === "replace" ? " before others run" : ""}`)]
    : [];
}

function updated(type: string, before: Inputs, after: Inputs): readonly Finding[] {
  switch (type) {
    case "kubernetes:apps/v1:Deployment":
      return deployment(before.spec, after.spec);
    case "kubernetes:apps/v1:StatefulSet":
      return [...scaledToNothing(before.spec, after.spec), ...statefulSet(before.spec, after.spec)];
    case "aws:rds/instance:Instance":
      return RESTARTS_DATABASE.filter((field) => !isDeepStrictEqual(before[field], after[field])).map((field) =>
        finding(`${field} changes: the database restarts`),
      );
    case "aws:eks/cluster:Cluster":
    case "eks:index:Cluster":
      return before.version === after.version
        ? []
        : [finding("Kubernetes gets another version, and there is no way back to the one before")];
    default:
      return [];
  }
}

function deployment(before: unknown, after: unknown): readonly Finding[] {
  const stopped = scaledToNothing(before, after);
  if (stopped.length > 0 || !restarts(before, after)) {
    return stopped;
  }
  if (at(after, "strategy", "type") === "Recreate") {
    return [finding("its strategy is Recreate: all pods end before the new ones start")];
  }
  const replicas = at(after, "replicas");
  const missing = at(after, "strategy", "rollingUpdate", "maxUnavailable");
  const all = typeof replicas === "number" && missing !== undefined && countOf(missing, replicas) >= replicas;
  return all
    ? [
        finding(
          `maxUnavailable is ${textAt(after, "strategy", "rollingUpdate", "maxUnavailable")} of ${replicas}: all pods may be missing at once`,
        ),
      ]
    : [];
}

function statefulSet(before: unknown, after: unknown): readonly Finding[] {
  const replicas = at(after, "replicas") ?? 1;
  return restarts(before, after) && replicas === 1
    ? [finding("its one pod restarts: it does not answer meanwhile")]
    : [];
}

function restarts(before: unknown, after: unknown): boolean {
  return !isDeepStrictEqual(at(before, "template"), at(after, "template"));
}

function scaledToNothing(before: unknown, after: unknown): readonly Finding[] {
  const isStopped = at(after, "replicas") === 0 && at(before, "replicas") !== 0;
  return isStopped && listAt(after, "template", "spec", "containers").length > 0
    ? [finding("is scaled to no pods: it does not answer any more", "danger")]
    : [];
}

/** Pods that a number or a percentage stands for, rounded down as Kubernetes does. */
function countOf(value: unknown, replicas: number): number {
  return typeof value === "string" && value.endsWith("%")
    ? Math.floor((Number(value.slice(0, -1)) * replicas) / 100)
    : Number(value);
}

function finding(what: string, level: Finding["level"] = "warning"): Finding {
  return { level, kind: "downtime", what };
}
