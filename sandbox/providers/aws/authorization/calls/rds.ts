import { same, textAt } from "../../../wire/json";
import type { Call, Subject } from "../call";
import { arnIn, calling } from "./arns";
import { linkingRole } from "./iam";
import { viaService } from "./kms";
import { keysOfIt, named } from "./named";
import { changes, resourceTags, tagsOf } from "./tag-keys";

const TAGS = ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"] as const;
const arnOf = (kind: string, property: string) => (subject: Subject) =>
  arnIn(subject, "rds", `${kind}:${textAt(subject.inputs, property)}`);

/** hashicorp/terraform-provider-aws, internal/service/rds/subnet_group.go */
export const subnetGroup = named({
  arn: arnOf("subgrp", "name"),
  make: "rds:CreateDBSubnetGroup",
  tags: TAGS,
  look: ["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"],
  change: (subject) =>
    changes(subject, "description", "subnetIds")
      ? [calling("rds:ModifyDBSubnetGroup", arnOf("subgrp", "name")(subject), keysOfIt(subject))]
      : [],
  remove: "rds:DeleteDBSubnetGroup",
});

const onParameters = (subject: Subject, action: string) =>
  calling(action, arnOf("pg", "name")(subject), keysOfIt(subject));

/** internal/service/rds/parameter_group.go: what is no longer said goes back to its default by a reset. */
export const parameterGroup = named({
  arn: arnOf("pg", "name"),
  make: "rds:CreateDBParameterGroup",
  tags: TAGS,
  look: ["rds:DescribeDBParameterGroups", "rds:DescribeDBParameters", "rds:ListTagsForResource"],
  after: (subject) =>
    subject.inputs.parameters === undefined ? [] : [onParameters(subject, "rds:ModifyDBParameterGroup")],
  change: (subject) =>
    changes(subject, "parameters")
      ? ["rds:ModifyDBParameterGroup", "rds:ResetDBParameterGroup"].map((action) => onParameters(subject, action))
      : [],
  remove: "rds:DeleteDBParameterGroup",
});

/** The groups that an instance names, each of which AWS judges. */
function onGroups(subject: Subject, action: string): readonly Call[] {
  const groups = [
    ["subgrp", "aws:rds/subnetGroup:SubnetGroup", textAt(subject.inputs, "dbSubnetGroupName")],
    ["pg", "aws:rds/parameterGroup:ParameterGroup", textAt(subject.inputs, "parameterGroupName")],
  ] as const;
  return groups
    .filter(([, , name]) => name !== "")
    .map(([kind, type, name]) =>
      calling(action, arnIn(subject, "rds", `${kind}:${name}`), resourceTags(tagsOf(subject, type, name))),
    );
}

/**
 * Without an option group it is AWS's default one, on which the call is judged as well:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/security_iam_id-based-policy-examples.html
 */
function options(subject: Subject): Call {
  const major = textAt(subject.inputs, "engineVersion").split(".")[0] ?? "";
  const name = `default:${textAt(subject.inputs, "engine")}-${major}`;
  return calling("rds:CreateDBInstance", arnIn(subject, "rds", `og:${name}`));
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-permissions */
function secret(subject: Subject): readonly Call[] {
  if (subject.inputs.manageMasterUserPassword !== true) return [];
  const key = textAt(subject.inputs, "masterUserSecretKmsKeyId");
  const arn = arnIn(subject, "secretsmanager", "secret:rds!*");
  return [
    calling("secretsmanager:CreateSecret", arn),
    calling("secretsmanager:TagResource", arn),
    ...viaService(subject, key, "secretsmanager", "Decrypt", "GenerateDataKey"),
    ...viaService(subject, key, "rds", "CreateGrant", "DescribeKey"),
  ];
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html */
function storage(subject: Subject): readonly Call[] {
  const keys = new Set([textAt(subject.inputs, "kmsKeyId"), textAt(subject.inputs, "performanceInsightsKmsKeyId")]);
  return [...keys].flatMap((key) => viaService(subject, key, "rds", "CreateGrant", "DescribeKey"));
}

const instanceArn = arnOf("db", "identifier");

/** Inputs that cause no call of their own. */
const QUIET = ["applyImmediately", "allowMajorVersionUpgrade", "deleteAutomatedBackups", "finalSnapshotIdentifier"];
const UNSENT = [...QUIET, "skipFinalSnapshot", "tags", "tagsAll"];

function isModified({ inputs, olds = {} }: Subject): boolean {
  const all = [...new Set([...Object.keys(inputs), ...Object.keys(olds)])];
  return all.some((property) => !UNSENT.includes(property) && !same(inputs[property], olds[property]));
}

/** internal/service/rds/instance.go: it is found by its resource id, so among all instances; its tags come with it. */
const look = (subject: Subject) => [calling("rds:DescribeDBInstances", arnIn(subject, "rds", "db:*"))];

export const instance = named({
  arn: instanceArn,
  make: "rds:CreateDBInstance",
  tags: TAGS,
  look: [],
  also: look,
  after: (subject) => [
    ...onGroups(subject, "rds:CreateDBInstance"),
    options(subject),
    linkingRole(subject, "rds.amazonaws.com", "AWSServiceRoleForRDS"),
    ...storage(subject),
    ...secret(subject),
  ],
  change: (subject) =>
    isModified(subject)
      ? [
          calling("rds:ModifyDBInstance", instanceArn(subject), keysOfIt(subject)),
          ...(changes(subject, "dbSubnetGroupName", "parameterGroupName")
            ? onGroups(subject, "rds:ModifyDBInstance")
            : []),
        ]
      : [],
  remove: "rds:DeleteDBInstance",
});
