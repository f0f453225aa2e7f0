import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";

/** Who signs the tokens of workflows. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/**
 * Lets an account believe what GitHub says about a workflow: of which repository it is, and what it runs for. So no key of
 * AWS is kept at GitHub. There is one of it in an account.
 * @see https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
 */
export class GithubActions extends Component {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("identity:GithubActions", name, opts);
    const issuer = new aws.iam.OpenIdConnectProvider(
      this.child("issuer"),
      { url: `https://${GITHUB_ISSUER}`, clientIdLists: ["sts.amazonaws.com"] },
      this.childOptions(),
    );
    this.arn = issuer.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
