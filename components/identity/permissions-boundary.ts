import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import type { Statement } from "./service-role";

const CHILDREN = {
  policy: aws.iam.Policy,
};

export interface PermissionsBoundaryArgs extends Transformable<typeof CHILDREN> {
  readonly policyName: string;
  /** The most that a role within it may do, whatever else it is given. */
  readonly statements: readonly Statement[];
}

/**
 * What no role of an environment can be given more than, so that who may make roles can't make one that may do more than
 * they may themselves.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export class PermissionsBoundary extends Component<typeof CHILDREN> {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: PermissionsBoundaryArgs, opts: pulumi.ComponentResourceOptions) {
    super("identity:PermissionsBoundary", name, CHILDREN, args, opts);
    const { policyName, statements } = args;
    const policy = this.make("policy", {
      name: policyName,
      policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements }),
    });
    this.arn = policy.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/**
 * Keeps every role below a component within a boundary and below a path, those that AWS's own components make too.
 * @param path as a role's ARN has it: `/thoughts/staging/`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
 */
export function boundedBy(arn: string, path: string): pulumi.ResourceTransform {
  return ({ type, props, opts }) =>
    type === "aws:iam/role:Role" ? { props: { ...props, permissionsBoundary: arn, path }, opts } : undefined;
}
