import { GetOpenIDConnectProviderCommand, IAMClient, type Tag } from "@aws-sdk/client-iam";
import type { Problem } from "../../components/base/problems";
import { GITHUB_ISSUER } from "../../components/identity/github-issuer";
import { ACCESS_PURPOSES, accessRoleName } from "../../infra/account/names";
import type { AwsStack } from "../../stacks/names";
import { withLines } from "../../stacks/setting-line";
import type { BootstrapSettings } from "../../stacks/settings";
import { type AwsCaller, callerIn } from "../account/caller";
import { askedAws, clientSettings } from "../account/client";
import { accountPlaceholders } from "./placeholders";
import { type Findings, findingsOf } from "./preflight";

/** What speaks against an `up` of an account's own stack: what is in its file, and what the account says. */
export async function accountStackFindings(
  root: string,
  environment: AwsStack,
  settings: BootstrapSettings,
): Promise<Findings> {
  const stack = `bootstrap-${environment}`;
  return findingsOf(
    [
      { title: "examples", kind: "machine", look: () => accountPlaceholders(root, environment) },
      { title: "who asks", kind: "account", look: (caller) => administratorProblems(caller, environment) },
      {
        title: "GitHub's issuer",
        kind: "account",
        look: async () => withLines(await issuerProblems(environment, settings), root, stack),
      },
    ],
    await callerIn(settings, "administrator"),
  );
}

/** Of the roles that the stack makes, one may change them: the others are held within a boundary, or may look only. */
function administratorProblems({ arn, role }: AwsCaller, environment: AwsStack): readonly Problem[] {
  const bounded = ACCESS_PURPOSES.filter((purpose) => purpose !== "break-glass");
  if (!bounded.some((purpose) => accessRoleName({ environment }, purpose) === role)) {
    return [];
  }
  const message = `you are ${arn}, and this role may not change the account's own stack; log in as the account's administrator, or take the role ${accessRoleName({ environment }, "break-glass")}.`;
  return [{ path: "caller", message }];
}

/**
 * IAM takes one provider of a URL in an account, and refuses a second one halfway.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
async function issuerProblems(
  environment: AwsStack,
  { account, region, githubIssuer }: BootstrapSettings,
): Promise<readonly Problem[]> {
  const tags = await issuerTags(account, region);
  const path = "thoughts:githubIssuer";
  switch (githubIssuer) {
    case "create": {
      const whose = tags?.find(({ Key }) => Key === "environment")?.Value;
      // The one of this environment is in the state, and stays.
      if (tags === undefined || whose === environment) {
        return [];
      }
      const of = whose === undefined ? "" : `, of ${whose}`;
      const message = `"create" makes GitHub an issuer of tokens, and account ${account} has it already${of}; write existing.`;
      return [{ path, message }];
    }
    case "existing": {
      const message = `"existing", and account ${account} has no issuer ${GITHUB_ISSUER}; take the setting out, so that it is made.`;
      return tags === undefined ? [{ path, message }] : [];
    }
    default:
      return githubIssuer satisfies never;
  }
}

/** @returns undefined if there is no such issuer */
function issuerTags(account: string, region: string): Promise<readonly Tag[] | undefined> {
  const client = new IAMClient(clientSettings(region));
  const arn = `arn:aws:iam::${account}:oidc-provider/${GITHUB_ISSUER}`;
  const ask = async () => {
    try {
      const { Tags = [] } = await client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
      return Tags;
    } catch (error) {
      // IAM's own name for it, without the end that its page has.
      if ((error as Error).name.startsWith("NoSuchEntity")) {
        return undefined;
      }
      throw error;
    }
  };
  return askedAws("asking for GitHub as an issuer of tokens", ask, "administrator");
}
