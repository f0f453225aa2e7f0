import { version } from "@pulumi/aws/package.json";
import { CustomResource, type CustomResourceOptions, type Inputs, type Output } from "@pulumi/pulumi";

/** Outputs that the components here use, of whichever resource has them. */
const OUTPUTS = ["arn", "endpoint", "identities", "name", "vpcConfig"];

/** A resource of the AWS provider; the engine makes it by whichever plugin it has for that. */
export class AwsResource extends CustomResource {
  declare readonly arn: Output<string>;
  declare readonly endpoint: Output<string>;
  declare readonly identities: Output<{ readonly oidcs: { readonly issuer: string }[] }[]>;
  declare readonly name: Output<string>;
  declare readonly vpcConfig: Output<{ readonly clusterSecurityGroupId: string }>;

  /** @param type as the engine writes it: `aws:iam/role:Role` */
  constructor(type: string, name: string, inputs: Inputs, options: CustomResourceOptions) {
    const outputs = Object.fromEntries(OUTPUTS.map((output) => [output, undefined]));
    super(type, name, { ...outputs, ...inputs }, { ...options, version });
  }
}
