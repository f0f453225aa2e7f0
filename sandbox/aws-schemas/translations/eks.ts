import { at, type JsonObject } from "../../providers/wire/json";
import type { Translations } from "../translation";

export const EKS: Translations = {
  "aws:eks/cluster:Cluster": {
    schema: "AWS::EKS::Cluster",
    names: { vpcConfig: "ResourcesVpcConfig" },
    shape: ({ EnabledClusterLogTypes: types, EncryptionConfig: encryption, ...properties }) => ({
      ...properties,
      ...(encryption !== undefined && { EncryptionConfig: [encryption] }),
      ...(Array.isArray(types) && {
        Logging: { ClusterLogging: { EnabledTypes: types.map((Type): JsonObject => ({ Type })) } },
      }),
    }),
  },
  "aws:eks/accessEntry:AccessEntry": { schema: "AWS::EKS::AccessEntry", names: { userName: "Username" } },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    schema: "AWS::EKS::AccessEntry",
    partOf: { type: "aws:eks/accessEntry:AccessEntry", by: ["clusterName", "principalArn"] },
    shape: ({ PolicyArn = null, AccessScope = null }) => ({ AccessPolicies: [{ PolicyArn, AccessScope }] }),
  },
  "aws:eks/addon:Addon": {
    schema: "AWS::EKS::Addon",
    names: { preserve: "PreserveOnDelete", resolveConflictsOnCreate: "ResolveConflicts" },
    omitted: { resolveConflictsOnUpdate: "CloudFormation has one property for both" },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    schema: "AWS::EKS::Nodegroup",
    names: { nodeGroupName: "NodegroupName", nodeRoleArn: "NodeRole", subnetIds: "Subnets" },
    free: ["labels"],
    tags: { name: "Tags", form: "object" },
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": { schema: "AWS::EKS::PodIdentityAssociation" },
  "aws:autoscaling/schedule:Schedule": {
    schema: "AWS::AutoScaling::ScheduledAction",
    names: { autoscalingGroupName: "AutoScalingGroupName" },
    omitted: { scheduledActionName: "CloudFormation makes the name" },
    // -1 leaves a size as it is: the provider does not send it.
    shape: (properties) => Object.fromEntries(Object.entries(properties).filter(([, value]) => at(value) !== -1)),
  },
  "aws:autoscaling/policy:Policy": {
    schema: "AWS::AutoScaling::ScalingPolicy",
    names: { autoscalingGroupName: "AutoScalingGroupName" },
    omitted: { name: "CloudFormation makes the name" },
  },
};
