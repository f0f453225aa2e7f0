import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { optional, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { GITHUB_ISSUER } from "./github-issuer";

const CHILDREN = {
  issuer: optional(aws.iam.OpenIdConnectProvider),
};

export interface GithubActionsArgs extends Transformable<typeof CHILDREN> {
  /**
   * Whether it is made, or there already: IAM takes one provider of a URL in an account.
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
   */
  readonly issuer: "create" | "existing";
}

/**
 * Lets an account believe what GitHub says about a workflow: of which repository it is, and what it runs for. So no key of
 * AWS is kept at GitHub. There is one of it in an account, for all environments there.
 * @see https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
 */
export class GithubActions extends Component<typeof CHILDREN> {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: GithubActionsArgs, opts: pulumi.ComponentResourceOptions) {
    super("identity:GithubActions", name, CHILDREN, args, opts);
    const url = `https://${GITHUB_ISSUER}`;
    this.arn =
      args.issuer === "create"
        ? this.make("issuer", { url, clientIdLists: ["sts.amazonaws.com"] }).arn
        : // Refused in the preview if the account has none.
          aws.iam.getOpenIdConnectProviderOutput({ url }, { parent: this }).arn;
    this.registerOutputs({ arn: this.arn });
  }
}
