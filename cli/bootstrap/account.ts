import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { UserError } from "../../engine/user-error";
import { stateBackend, stateBucketName, stateSecretsProvider } from "../../infra/account/names";
import { type BootstrapSettings, bootstrapSettings } from "../../stacks/settings";
import { engineTexts } from "../../stacks/clear-texts";
import { checkedSettings, demandClearTexts } from "../checked-settings";
import { examplesIn, valueIn } from "../preflight/placeholders";

const NAMESPACE = "thoughts:";

/** Where a stack's state is: what `pulumi login` and `pulumi stack init --secrets-provider` are told. */
export interface StateBackend {
  readonly url: string;
  readonly secretsProvider: string;
}

/** The bucket and the key of an account, which have their names before they are there. */
export function stateBackendOf(environment: string, { account, region }: BootstrapSettings): StateBackend {
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
  const { config } = parse(readFileSync(join(root, name), "utf8")) as { config: Record<string, unknown> };
  const given = Object.entries(engineTexts(config)).filter(([key]) => key.startsWith(NAMESPACE));
  const settings = checkedSettings(
    stack,
    bootstrapSettings,
    Object.fromEntries(given.map(([key, value]) => [key.slice(NAMESPACE.length), value])),
  );
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
