import { objectAt, textAt } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import { arnIn, calling, callingEach, looking } from "./arns";
import { changes, newTags, oldTags, requestTags, resourceTags, tagging } from "./tag-keys";

const KEY = "aws:kms/key:Key";

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account */
function caller({ account }: Subject): Call["context"] {
  return { "kms:CallerAccount": account };
}

/**
 * What a service asks of a key in the name of whoever makes the call.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 * @param arn of the key; without one the service has a key of its own, and asks nothing
 * @param service `rds`
 * @param operations `CreateGrant`
 */
export function viaService(subject: Subject, arn: string, service: string, ...operations: readonly string[]): Call[] {
  if (!arn.includes(":key/")) return [];
  const id = arn.split("/").at(-1);
  const found = subject.things.find((thing) => thing.type === KEY && thing.id === id);
  const via = `${service}.${subject.region}.amazonaws.com`;
  const tags = objectAt(found?.inputs, "tagsAll");
  const keys = { ...caller(subject), ...resourceTags(tags), "kms:ViaService": via };
  return operations.map((operation) =>
    calling(`kms:${operation}`, arn, {
      ...keys,
      // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
      ...(operation === "CreateGrant" ? { "kms:GrantIsForAWSResource": "true" } : {}),
    }),
  );
}

function keyArn(subject: Subject): string {
  return arnIn(subject, "kms", `key/${subject.id ?? "*"}`);
}

/** Calls about the key, whose tags are there from `CreateKey` on. */
function onKey(subject: Subject, ...names: readonly string[]): readonly Call[] {
  const tags = subject.properties === undefined && subject.olds === undefined ? newTags(subject) : oldTags(subject);
  const keys = { ...caller(subject), ...resourceTags(tags) };
  return callingEach(
    names.map((name) => `kms:${name}`),
    keyArn(subject),
    keys,
  );
}

/** hashicorp/terraform-provider-aws, internal/service/kms/key.go: `findKeyInfo` */
const readKey = (subject: Subject) =>
  onKey(subject, "DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListResourceTags");

export const key: TypeCalls = {
  create: (subject) => {
    const tags = requestTags(newTags(subject));
    return [
      calling("kms:CreateKey", "*", { ...caller(subject), ...tags }),
      // A key that is made has no tags yet: https://docs.aws.amazon.com/kms/latest/developerguide/tag-permissions.html
      ...(Object.keys(tags).length === 0
        ? []
        : [calling("kms:TagResource", keyArn(subject), { ...caller(subject), ...tags })]),
      ...(subject.inputs.enableKeyRotation === true ? onKey(subject, "EnableKeyRotation") : []),
      ...readKey(subject),
    ];
  },
  read: readKey,
  update: (subject) => [
    ...(changes(subject, "enableKeyRotation", "rotationPeriodInDays")
      ? onKey(subject, subject.inputs.enableKeyRotation === true ? "EnableKeyRotation" : "DisableKeyRotation")
      : []),
    ...(changes(subject, "description") ? onKey(subject, "UpdateKeyDescription") : []),
    ...(changes(subject, "policy") ? onKey(subject, "PutKeyPolicy") : []),
    ...tagging(subject, keyArn(subject), ["kms:TagResource", "kms:UntagResource"], {
      ...caller(subject),
      ...resourceTags(oldTags(subject)),
    }),
    ...readKey(subject),
  ],
  remove: (subject) => onKey(subject, "ScheduleKeyDeletion", "DescribeKey"),
};

/** A call about an alias and the keys that it names, each of which AWS judges. */
function onAlias(subject: Subject, action: string, ...targets: readonly string[]): readonly Call[] {
  return [
    calling(action, arnIn(subject, "kms", textAt(subject.inputs, "name")), caller(subject)),
    ...targets.map((id) => {
      const found = subject.things.find((thing) => thing.type === KEY && thing.id === id);
      const keys = { ...caller(subject), ...resourceTags(objectAt(found?.inputs, "tagsAll")) };
      return calling(action, arnIn(subject, "kms", `key/${id.split("/").at(-1)}`), keys);
    }),
  ];
}

/** internal/service/kms/alias.go; https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html */
export const alias: TypeCalls = {
  create: (subject) => [
    ...onAlias(subject, "kms:CreateAlias", textAt(subject.inputs, "targetKeyId")),
    ...looking("kms:ListAliases"),
  ],
  read: () => looking("kms:ListAliases"),
  update: (subject) => [
    ...(changes(subject, "targetKeyId")
      ? onAlias(subject, "kms:UpdateAlias", textAt(subject.olds, "targetKeyId"), textAt(subject.inputs, "targetKeyId"))
      : []),
    ...looking("kms:ListAliases"),
  ],
  remove: (subject) => onAlias(subject, "kms:DeleteAlias", textAt(subject.inputs, "targetKeyId")),
};
