import type { JsonObject } from "../../../wire/json";
import type { Thing } from "../../cloud";
import type { Call, Subject, TypeCalls } from "../call";
import { CALLS } from ".";

const KEY = "arn:aws:kms:us-west-2:111122223333:key/0123";
const ROLE = "arn:aws:iam::111122223333:role/thoughts-role";
const TAGS = { system: "thoughts", environment: "staging" };

/** Inputs that cause every call of a creation: each type reads its own. */
const INPUTS: JsonObject = {
  ...{ addonName: "vpc-cni", allocationId: "eipalloc-01", autoscalingGroupName: "eks-default-0123" },
  ...{ bucket: "thoughts-logs", certificateArn: "arn:aws:acm:us-west-2:111122223333:certificate/0123" },
  ...{ clusterName: "thoughts", dbSubnetGroupName: "subnets", parameterGroupName: "parameters" },
  ...{ enableDnsHostnames: true, enableKeyRotation: true, mapPublicIpOnLaunch: true, privateDnsEnabled: true },
  ...{ engine: "postgres", engineVersion: "15.20", identifier: "thoughts-staging", manageMasterUserPassword: true },
  ...{ kmsKeyId: KEY, masterUserSecretKmsKeyId: KEY, performanceInsightsKmsKeyId: KEY, retentionInDays: 30 },
  ...{ encryptionConfig: { provider: { keyArn: KEY } }, encryptionConfigurations: [{ kmsKey: KEY }] },
  ...{ forceDestroy: true, objectLockEnabled: true, revokeRulesOnDelete: true, updateDefaultVersion: true },
  ...{ iamRoleArn: ROLE, nodeRoleArn: ROLE, roleArn: ROLE, serviceAccountRoleArn: ROLE, principalArn: ROLE },
  ...{ launchTemplate: { id: "lt-01" }, nodeGroupName: "default", name: "thoughts-name", type: "STANDARD" },
  ...{ permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary", role: "thoughts-role", parameters: [] },
  ...{ podIdentityAssociations: [{ roleArn: ROLE }], policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
  ...{ accessScope: { type: "namespace", namespaces: ["default"] }, repository: "backend", routeTableId: "rtb-01" },
  ...{ routeTableIds: ["rtb-01"], securityGroupId: "sg-01", securityGroupIds: ["sg-01"], subnetId: "subnet-01" },
  ...{ subnetIds: ["subnet-01"], tagsAll: TAGS, targetKeyId: "0123", url: "https://issuer.example.com" },
  ...{ vpcId: "vpc-01", vpcs: [{ vpcId: "vpc-01" }], zoneId: "Z01", policy: "{}" },
};

const NAMES: Readonly<Record<string, JsonObject>> = {
  "aws:kms/alias:Alias": { name: "alias/thoughts" },
  "aws:route53/record:Record": { name: "www.example.com", type: "A" },
};

const thing = (type: string, id: string, inputs: JsonObject): Thing => ({
  type,
  key: id,
  id,
  seed: "",
  created: "",
  revision: 1,
  inputs: { ...inputs, tagsAll: TAGS },
});

const PLACE = {
  account: "111122223333",
  region: "us-west-2",
  partition: "aws",
  things: [
    thing("aws:iam/role:Role", "thoughts-role", { permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" }),
    thing("aws:kms/key:Key", "0123", {}),
    thing("aws:ec2/vpc:Vpc", "vpc-01", {}),
    thing("aws:eks/cluster:Cluster", "thoughts", {}),
  ],
};

/** Identifiers that are ARNs. */
const IDS: Readonly<Record<string, string>> = {
  "aws:acm/certificate:Certificate": "arn:aws:acm:us-west-2:111122223333:certificate/0123",
};

/** What is made, and has no identifier yet. @param inputs what is to be otherwise than in the sample */
export function newSubject(type: string, inputs: JsonObject = {}): Subject {
  return { ...PLACE, inputs: { ...INPUTS, ...NAMES[type], ...inputs } };
}

/** What is there. @param olds what was otherwise before an update */
export function oldSubject(type: string, olds: JsonObject = {}): Subject {
  const { inputs } = newSubject(type);
  return { ...PLACE, inputs, properties: inputs, id: IDS[type] ?? "0123", olds: { ...inputs, ...olds } };
}

/** Every input is changed, one tag is new and one is gone. */
function changedSubject(type: string): Subject {
  const subject = oldSubject(type);
  const others = Object.keys(subject.inputs).map((property) => [property, "another"]);
  const olds: JsonObject = { ...(Object.fromEntries(others) as JsonObject), ...NAMES[type], description: "another" };
  const more = { comment: "another", assumeRolePolicy: "another", maxSessionDuration: 1, bucket: "thoughts-logs" };
  return { ...subject, olds: { ...olds, ...more, imageTagMutability: "another", tagsAll: { gone: "yes" } } };
}

/** The calls of every operation on a type, each input changed by the update. */
export function everyCall(type: string): Readonly<Record<keyof TypeCalls, readonly Call[]>> {
  const calls = CALLS[type];
  if (calls === undefined) throw new Error(`${type} has no calls; add it to authorization/calls/index.ts.`);
  return {
    create: calls.create(newSubject(type)),
    read: calls.read(oldSubject(type)),
    update: calls.update(changedSubject(type)),
    remove: calls.remove(oldSubject(type)),
  };
}
