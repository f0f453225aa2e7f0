import { textAt } from "../../../wire/json";
import { arnIn, calling } from "./arns";
import type { Call, Subject, TypeCalls } from "../call";
import { describing, making, onIt, onOther, retagging } from "./ec2-calls";
import { newTags, requestTags } from "./tag-keys";

const readGroup = (subject: Subject) => describing(subject, "SecurityGroups");

/** hashicorp/terraform-provider-aws, internal/service/ec2/vpc_security_group.go */
export const securityGroup: TypeCalls = {
  create: (subject) => {
    const vpcId = textAt(subject.inputs, "vpcId");
    return [
      ...making(subject, "CreateSecurityGroup", "security-group"),
      ...(vpcId === "" ? [] : [onOther(subject, "CreateSecurityGroup", "vpc", vpcId)]),
      ...readGroup(subject),
      // AWS lets a new group reach everything, which the provider takes away.
      onIt(subject, "RevokeSecurityGroupEgress", "security-group"),
      ...readGroup(subject),
    ];
  },
  read: readGroup,
  update: (subject) => [...retagging(subject, "security-group"), ...readGroup(subject)],
  remove: (subject) => [
    ...describing(subject, "NetworkInterfaces"),
    ...(subject.inputs.revokeRulesOnDelete === true
      ? [
          ...readGroup(subject),
          onIt(subject, "RevokeSecurityGroupIngress", "security-group"),
          onIt(subject, "RevokeSecurityGroupEgress", "security-group"),
        ]
      : []),
    onIt(subject, "DeleteSecurityGroup", "security-group"),
    ...readGroup(subject),
  ],
};

/**
 * internal/service/ec2/vpc_default_security_group.go: it is there, without tags; its rules are taken away.
 * What it is called shows only after it was looked for.
 */
export const defaultSecurityGroup: TypeCalls = {
  create: (subject) => {
    const arn = arnIn(subject, "ec2", "security-group/*");
    const keys = { "ec2:Region": subject.region };
    const tags = requestTags(newTags(subject));
    return [
      ...readGroup(subject),
      calling("ec2:RevokeSecurityGroupIngress", arn, keys),
      calling("ec2:RevokeSecurityGroupEgress", arn, keys),
      ...(Object.keys(tags).length === 0 ? [] : [calling("ec2:CreateTags", arn, { ...keys, ...tags })]),
      ...readGroup(subject),
    ];
  },
  read: readGroup,
  update: (subject) => [...retagging(subject, "security-group"), ...readGroup(subject)],
  // It can't be deleted, and is only forgotten.
  remove: () => [],
};

/** internal/service/ec2/vpc_security_group_ingress_rule.go: changed in place by `ModifySecurityGroupRules`. */
function rule(direction: "Ingress" | "Egress"): TypeCalls {
  const read = (subject: Subject) => describing(subject, "SecurityGroupRules");
  const onGroup = (subject: Subject, action: string): Call =>
    onOther(subject, action, "security-group", textAt(subject.inputs, "securityGroupId"));
  return {
    create: (subject) => [
      onGroup(subject, `AuthorizeSecurityGroup${direction}`),
      ...making(subject, `AuthorizeSecurityGroup${direction}`, "security-group-rule"),
      ...read(subject),
    ],
    read,
    update: (subject) => [
      onGroup(subject, "ModifySecurityGroupRules"),
      onIt(subject, "ModifySecurityGroupRules", "security-group-rule"),
      ...retagging(subject, "security-group-rule"),
      ...read(subject),
    ],
    remove: (subject) => [onGroup(subject, `RevokeSecurityGroup${direction}`)],
  };
}

export const ingressRule = rule("Ingress");
export const egressRule = rule("Egress");
