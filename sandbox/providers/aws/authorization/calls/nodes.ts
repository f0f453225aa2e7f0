import { textAt } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import { calling, callingEach } from "./arns";
import { launching } from "./eks";
import { createdOn, onCluster, ofCluster } from "./eks-calls";
import { linkingRole, passingRole } from "./iam";
import { keysOfIt } from "./named";
import { changes, tagging } from "./tag-keys";

const TAGS = ["eks:TagResource", "eks:UntagResource"] as const;

const groupArn = (subject: Subject) => ofCluster(subject, "nodegroup", textAt(subject.inputs, "nodeGroupName"), "*");
const onGroup = (subject: Subject, ...actions: readonly string[]) =>
  callingEach(actions, groupArn(subject), keysOfIt(subject));

/**
 * hashicorp/terraform-provider-aws, internal/service/eks/node_group.go;
 * https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks-nodegroups.html
 */
export const nodeGroup: TypeCalls = {
  create: (subject) => {
    const role = textAt(subject.inputs, "nodeRoleArn");
    return [
      ...createdOn(subject, "eks:CreateNodegroup", groupArn(subject)),
      passingRole(subject, role, "ec2.amazonaws.com"),
      calling("iam:GetRole", role),
      linkingRole(subject, "eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup"),
      ...launching(subject),
      ...onGroup(subject, "eks:DescribeNodegroup"),
    ];
  },
  read: (subject) => onGroup(subject, "eks:DescribeNodegroup"),
  update: (subject) => [
    ...(changes(subject, "launchTemplate", "version")
      ? [...onGroup(subject, "eks:UpdateNodegroupVersion"), ...launching(subject)]
      : []),
    ...(changes(subject, "labels", "nodeRepairConfig", "scalingConfig", "taints", "updateConfig")
      ? onGroup(subject, "eks:UpdateNodegroupConfig")
      : []),
    onCluster(subject, "eks:DescribeUpdate"),
    ...onGroup(subject, "eks:DescribeUpdate"),
    ...tagging(subject, groupArn(subject), TAGS),
    ...onGroup(subject, "eks:DescribeNodegroup"),
  ],
  remove: (subject) => onGroup(subject, "eks:DeleteNodegroup", "eks:DescribeNodegroup"),
};

const associationArn = (subject: Subject) => ofCluster(subject, "podidentityassociation", subject.id ?? "*");
const onAssociation = (subject: Subject, ...actions: readonly string[]) =>
  callingEach(actions, associationArn(subject), keysOfIt(subject));

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html: who gives a role passes it, and reads it. */
function giving(subject: Subject): readonly Call[] {
  const role = textAt(subject.inputs, "roleArn");
  return [passingRole(subject, role, "pods.eks.amazonaws.com"), calling("iam:GetRole", role)];
}

/** internal/service/eks/pod_identity_association.go */
export const podIdentityAssociation: TypeCalls = {
  create: (subject) => [
    ...createdOn(subject, "eks:CreatePodIdentityAssociation", associationArn(subject)),
    ...giving(subject),
    ...onAssociation(subject, "eks:DescribePodIdentityAssociation"),
  ],
  read: (subject) => onAssociation(subject, "eks:DescribePodIdentityAssociation"),
  update: (subject) => [
    ...(changes(subject, "roleArn", "disableSessionTags")
      ? [...onAssociation(subject, "eks:UpdatePodIdentityAssociation"), ...giving(subject)]
      : []),
    ...tagging(subject, associationArn(subject), TAGS),
    ...onAssociation(subject, "eks:DescribePodIdentityAssociation"),
  ],
  remove: (subject) => onAssociation(subject, "eks:DeletePodIdentityAssociation"),
};
