/**
 * Who signs the tokens of workflows.
 * @see https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
 */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";
