import { UserError } from "../../engine/user-error";
import { stateBackend, stateBucketName, stateSecretsProvider } from "../../infra/account/names";
import { type BootstrapSettings, bootstrapSettings } from "../../stacks/settings";
import { settingsIn } from "../account/settings";
import { checkedSettings, demandClearTexts } from "../checked-settings";
import { examplesIn, valueIn } from "../preflight/placeholders";

/** Where a stack's state is: what `pulumi login` and `pulumi stack init --secrets-provider` are told. */
export interface StateBackend {
  readonly url: string;
  readonly secretsProvider: string;
}

/** The bucket and the key of an account, which have their names before they are there. */
export function stateBackendOf(
  environment: string,
  { account, region }: Pick<BootstrapSettings, "account" | "region">,
): StateBackend {
  return {
    url: stateBackend(stateBucketName({ environment, account }), region),
    secretsProvider: stateSecretsProvider({ environment }, region),
  };
}

/**
 * What the file of an account's own stack says.
 * @param root the clone that the file is in
 * @throws {UserError} with all that is wrong with it, or with what nobody has written into it yet
 */
export function readAccount(root: string, environment: string): BootstrapSettings {
  const stack = `bootstrap-${environment}`;
  const name = `Pulumi.${stack}.yaml`;
  demandClearTexts(root, stack);
  const settings = checkedSettings(stack, bootstrapSettings, settingsIn(root, stack));
  const examples = examplesIn(settings, "thoughts:").map(
    ({ path, message }) => `${path.replace(/\.\d+$/, "")} (${valueIn(message)})`,
  );
  if (examples.length > 0) {
    throw new UserError(
      `${name} still has the repository's examples; write your own for ${examples.join(", ")}, ` +
        `and into Pulumi.${environment}.yaml where that has them too.`,
    );
  }
  return settings;
}
