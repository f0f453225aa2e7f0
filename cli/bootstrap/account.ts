import { stateBackend, stateBucketName, stateSecretsProvider } from "../../infra/account/names";
import { type BootstrapSettings, bootstrapSettings } from "../../stacks/settings";
import { settingsIn } from "../account/settings";
import { checkedSettings, demandClearTexts } from "../checked-settings";

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
 * @throws {UserError} with all that is wrong with it
 */
export function readAccount(root: string, environment: string): BootstrapSettings {
  const stack = `bootstrap-${environment}`;
  demandClearTexts(root, stack);
  return checkedSettings(stack, bootstrapSettings, settingsIn(root, stack));
}
