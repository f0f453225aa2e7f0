import { createHash } from "node:crypto";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { AwsResource } from "./aws-resource";

export interface ServiceRoleArgs {
  /** Who may take on the role: `eks.amazonaws.com`. */
  readonly service: string;
  readonly actions: readonly string[];
  readonly description: string;
  /** Names of policies that AWS manages. */
  readonly policies: readonly string[];
}

/** An IAM role for a service of AWS, with policies. */
export class ServiceRole extends ComponentResource {
  readonly role: AwsResource;
  readonly attachments: readonly Resource[];

  constructor(
    name: string,
    { service, actions, description, policies }: ServiceRoleArgs,
    options: ComponentResourceOptions,
  ) {
    super("eks:index:ServiceRole", name, {}, options);
    const statement = { Action: actions, Effect: "Allow", Principal: { Service: [service] } };
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    this.role = new AwsResource(
      "aws:iam/role:Role",
      `${name}-role`,
      { assumeRolePolicy, description },
      { parent: this },
    );
    this.attachments = policies.map((policy) => {
      const policyArn = `arn:aws:iam::aws:policy/${policy}`;
      return new AwsResource(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        // The official component names them like this too, so that a move to it changes nothing.
        `${name}-${createHash("sha1").update(policyArn).digest("hex").slice(0, 8)}`,
        { role: this.role.name, policyArn },
        { parent: this },
      );
    });
    this.registerOutputs({ role: this.role });
  }
}
