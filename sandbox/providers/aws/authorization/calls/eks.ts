import { asText, at, objectAt, objectsAt, textAt } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import { arnIn, calling, callingEach } from "./arns";
import { createdOn, onCluster, ofCluster } from "./eks-calls";
import { linkingRole, passingRole } from "./iam";
import { viaService } from "./kms";
import { keysOfIt, named } from "./named";
import { changes, tagging } from "./tag-keys";

const TAGS = ["eks:TagResource", "eks:UntagResource"] as const;
const clusterArn = (subject: Subject) => arnIn(subject, "eks", `cluster/${textAt(subject.inputs, "name")}`);

/** An update is waited for. */
function updating(subject: Subject, ...actions: readonly string[]): readonly Call[] {
  return actions.length === 0
    ? []
    : callingEach([...actions, "eks:DescribeUpdate"], clusterArn(subject), keysOfIt(subject));
}

/** hashicorp/terraform-provider-aws, internal/service/eks/cluster.go; https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html */
export const cluster = named({
  arn: clusterArn,
  make: "eks:CreateCluster",
  tags: TAGS,
  look: ["eks:DescribeCluster"],
  after: (subject) => [
    passingRole(subject, textAt(subject.inputs, "roleArn"), "eks.amazonaws.com"),
    linkingRole(subject, "eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"),
    // https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
    ...viaService(
      subject,
      textAt(subject.inputs, "encryptionConfig", "provider", "keyArn"),
      "eks",
      "CreateGrant",
      "DescribeKey",
    ),
  ],
  change: (subject) => [
    ...updating(subject, ...(changes(subject, "version") ? ["eks:UpdateClusterVersion"] : [])),
    ...updating(
      subject,
      ...["accessConfig", "deletionProtection", "enabledClusterLogTypes", "upgradePolicy", "vpcConfig"]
        .filter((property) => changes(subject, property))
        .map(() => "eks:UpdateClusterConfig"),
    ),
  ],
  remove: "eks:DeleteCluster",
});

/** `role/111111111111/name`: the kind, the account and the name of a principal. */
function principalPath(subject: Subject): string {
  const [, , , , account = "", resource = ""] = textAt(subject.inputs, "principalArn").split(":");
  return `${resource.split("/")[0]}/${account}/${resource.split("/").at(-1)}`;
}

const entryArn = (subject: Subject) => ofCluster(subject, "access-entry", principalPath(subject), "*");

const onEntry = (subject: Subject, ...actions: readonly string[]) =>
  callingEach(actions, entryArn(subject), keysOfIt(subject));

/** internal/service/eks/access_entry.go */
export const accessEntry: TypeCalls = {
  create: (subject) => [
    ...createdOn(subject, "eks:CreateAccessEntry", entryArn(subject), {
      "eks:principalArn": textAt(subject.inputs, "principalArn"),
      "eks:accessEntryType": textAt(subject.inputs, "type") || "STANDARD",
    }),
    ...onEntry(subject, "eks:DescribeAccessEntry"),
  ],
  read: (subject) => onEntry(subject, "eks:DescribeAccessEntry"),
  update: (subject) => [
    ...(changes(subject, "kubernetesGroups", "userName") ? onEntry(subject, "eks:UpdateAccessEntry") : []),
    ...tagging(subject, entryArn(subject), TAGS),
    ...onEntry(subject, "eks:DescribeAccessEntry"),
  ],
  remove: (subject) => onEntry(subject, "eks:DeleteAccessEntry"),
};

/** What access is given, and over what. */
function scope({ inputs }: Subject): Call["context"] {
  const names = at(inputs, "accessScope", "namespaces");
  return {
    "eks:policyArn": textAt(inputs, "policyArn"),
    "eks:accessScope": textAt(inputs, "accessScope", "type"),
    ...(Array.isArray(names) ? { "eks:namespaces": names.map(String) } : {}),
  };
}

const readAssociation = (subject: Subject) => [calling("eks:ListAssociatedAccessPolicies", entryArn(subject))];

/** internal/service/eks/access_policy_association.go */
export const accessPolicyAssociation: TypeCalls = {
  create: (subject) => [
    calling("eks:AssociateAccessPolicy", entryArn(subject), scope(subject)),
    ...readAssociation(subject),
  ],
  read: readAssociation,
  update: (subject) => [
    calling("eks:AssociateAccessPolicy", entryArn(subject), scope(subject)),
    ...readAssociation(subject),
  ],
  remove: (subject) => [
    calling("eks:DisassociateAccessPolicy", entryArn(subject), {
      "eks:policyArn": textAt(subject.inputs, "policyArn"),
    }),
  ],
};

const addonArn = (subject: Subject) => ofCluster(subject, "addon", textAt(subject.inputs, "addonName"), "*");
const onAddon = (subject: Subject, ...actions: readonly string[]) =>
  callingEach(actions, addonArn(subject), keysOfIt(subject));

/** The roles of its pods: https://docs.aws.amazon.com/eks/latest/userguide/retreive-iam-info.html */
function passedByAddon(subject: Subject): readonly Call[] {
  const associations = objectsAt(subject.inputs, "podIdentityAssociations");
  const account = textAt(subject.inputs, "serviceAccountRoleArn");
  return [
    ...associations.map((each) => passingRole(subject, textAt(each, "roleArn"), "pods.eks.amazonaws.com")),
    ...(associations.length > 0 ? [onCluster(subject, "eks:CreatePodIdentityAssociation")] : []),
    ...(account === "" ? [] : [passingRole(subject, account, "eks.amazonaws.com")]),
  ];
}

/** internal/service/eks/addon.go */
export const addon: TypeCalls = {
  create: (subject) => [
    ...createdOn(subject, "eks:CreateAddon", addonArn(subject)),
    ...passedByAddon(subject),
    ...onAddon(subject, "eks:DescribeAddon"),
  ],
  read: (subject) => onAddon(subject, "eks:DescribeAddon"),
  update: (subject) => [
    ...(changes(subject, "addonVersion", "configurationValues", "podIdentityAssociations", "serviceAccountRoleArn")
      ? [
          ...onAddon(subject, "eks:UpdateAddon"),
          ...passedByAddon(subject),
          onCluster(subject, "eks:DescribeUpdate"),
          ...onAddon(subject, "eks:DescribeUpdate"),
        ]
      : []),
    ...tagging(subject, addonArn(subject), TAGS),
    ...onAddon(subject, "eks:DescribeAddon"),
  ],
  remove: (subject) => onAddon(subject, "eks:DeleteAddon", "eks:DescribeAddon"),
};

/** EKS asks whether the caller may start what the template says: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html */
export function launching(subject: Subject): readonly Call[] {
  const id = textAt(objectAt(subject.inputs, "launchTemplate"), "id");
  if (id === "") return [];
  const template = arnIn(subject, "ec2", `launch-template/${id}`);
  const own = ["instance/*", "network-interface/*", "security-group/*", "volume/*"].map((each) =>
    arnIn(subject, "ec2", each),
  );
  const images = `arn:${subject.partition}:ec2:${subject.region}::image/*`;
  const subnets = at(subject.inputs, "subnetIds");
  const into = Array.isArray(subnets) ? subnets.map((each) => arnIn(subject, "ec2", `subnet/${asText(each)}`)) : [];
  const keys = { "ec2:Region": subject.region, "ec2:LaunchTemplate": template, "ec2:IsLaunchTemplateResource": "true" };
  return [
    ...[template, images, ...own, ...into].map((arn) => calling("ec2:RunInstances", arn, keys)),
    calling("ec2:DescribeLaunchTemplateVersions", "*", { "ec2:Region": subject.region }),
  ];
}
