import { version } from "@pulumi/aws/package.json";
import {
  CustomResource,
  runtime,
  type CustomResourceOptions,
  type Inputs,
  type Output,
  type Resource,
} from "@pulumi/pulumi";

/** Outputs that the components here use, of whichever resource has them. */
const OUTPUTS = ["arn", "endpoint", "identities", "name", "securityGroupRuleId", "status", "version"];

/** A resource of the AWS provider; the engine makes it by whichever plugin it has for that. */
export class AwsResource extends CustomResource {
  declare readonly arn: Output<string>;
  declare readonly endpoint: Output<string>;
  declare readonly identities: Output<{ readonly oidcs: { readonly issuer: string }[] }[]>;
  declare readonly name: Output<string>;
  declare readonly securityGroupRuleId: Output<string>;
  declare readonly status: Output<string>;
  declare readonly version: Output<string>;

  /** @param type as the engine writes it: `aws:iam/role:Role` */
  constructor(type: string, name: string, inputs: Inputs, options: CustomResourceOptions) {
    const outputs = Object.fromEntries(OUTPUTS.map((output) => [output, undefined]));
    super(type, name, { ...outputs, ...inputs }, { ...options, version });
  }
}

/** Asks a data source of the AWS provider. @param parent whose provider is asked */
export function invokeAws<T>(token: string, args: Inputs, parent: Resource): Output<T> {
  return runtime.invokeOutput<T>(token, args, { parent, version });
}
