import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { each, optional, type Transformable } from "../base/children";
import { Component } from "../base/component";

/** One statement of an IAM policy. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: pulumi.Input<string> | readonly pulumi.Input<string>[];
  /** @default - always */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string> | readonly string[]>>>>;
}

const CHILDREN = {
  role: aws.iam.Role,
  managed: each(aws.iam.RolePolicyAttachment, (purpose) => purpose),
  policy: optional(aws.iam.RolePolicy),
};

export interface ServiceRoleArgs extends Transformable<typeof CHILDREN> {
  /** The service that takes it on: `ec2.amazonaws.com`. */
  readonly service: string;
  /** Policies that AWS keeps, by what they are for: `{ worker: "AmazonEKSWorkerNodePolicy" }`. @default - none */
  readonly managedPolicies?: Readonly<Record<string, string>>;
  /** What else it may do. @default - nothing */
  readonly statements?: readonly Statement[];
}

/** Pods take a role on by the agent of EKS Pod Identity, which tags the session with the pod's names. */
export const PODS = "pods.eks.amazonaws.com";

/**
 * An IAM role that a service of AWS takes on.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
 */
export class ServiceRole extends Component<typeof CHILDREN> {
  /** Known once its policies are attached: before that, whoever takes it on may do less than it needs. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: ServiceRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super("identity:ServiceRole", name, CHILDREN, args, opts);
    const { service, managedPolicies = {}, statements = [] } = args;
    const Action = service === PODS ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole";
    const trust = { Effect: "Allow", Principal: { Service: service }, Action };
    const role = this.make("role", { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }) });
    const managed = Object.entries(managedPolicies).map(([purpose, policy]) =>
      this.makeEach("managed", purpose, { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` }),
    );
    const own = statements.length === 0 ? [] : [this.#policy(role, statements)];
    const attached = pulumi.all([...managed, ...own].map(({ urn }) => urn));
    this.arn = pulumi.all([role.arn, attached]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }

  #policy(role: aws.iam.Role, statements: readonly Statement[]): pulumi.Resource {
    const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
    return this.make("policy", { role: role.name, policy });
  }
}
