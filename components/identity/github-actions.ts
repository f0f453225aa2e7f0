import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";

/** Who signs the tokens of workflows. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

const CHILDREN = {
  issuer: aws.iam.OpenIdConnectProvider,
};

export type GithubActionsArgs = Transformable<typeof CHILDREN>;

/**
 * Lets an account believe what GitHub says about a workflow: of which repository it is, and what it runs for. So no key of
 * AWS is kept at GitHub. There is one of it in an account.
 * @see https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
 */
export class GithubActions extends Component<typeof CHILDREN> {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: GithubActionsArgs, opts: pulumi.ComponentResourceOptions) {
    super("identity:GithubActions", name, CHILDREN, args, opts);
    const issuer = this.make("issuer", { url: `https://${GITHUB_ISSUER}`, clientIdLists: ["sts.amazonaws.com"] });
    this.arn = issuer.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
