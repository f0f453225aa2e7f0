import type { AwsStack } from "../../../stacks/names";
import { demandAccount } from "../../account/caller";
import { accountEnvironment } from "../../account/environment";
import { AccountSecrets, namedSecrets, type SecretState, shortName } from "../../account/secrets";
import { ROOT } from "../../folders";
import { demandOwnAccount } from "../../preflight/placeholders";
import { table } from "../../table";

/** `secrets list`: says which secrets the settings of an environment name, and which of them are in its account. */
export async function list(stack: AwsStack): Promise<void> {
  const environment = accountEnvironment(ROOT, stack);
  demandOwnAccount(ROOT, stack);
  await demandAccount(environment.platform);
  const secrets = new AccountSecrets(environment);
  const states = await Promise.all(
    namedSecrets(environment).map(async (secret) => ({ ...secret, state: await secrets.stateOf(secret.name) })),
  );
  if (states.length === 0) {
    console.log(`The settings of ${stack} name no secret.`);
    return;
  }
  console.log(
    table(states.map(({ name, state, usedBy }) => [name, stateText(state), `for ${usedBy.join(", ")}`]))
      .map((line) => `  ${line}`)
      .join("\n"),
  );
  const lacking = states.filter(({ state }) => state.kind === "missing" || state.kind === "empty");
  for (const { name } of lacking) {
    console.log(`\nGive the value: npx thoughts secrets set ${stack} ${shortName(name, environment)}`);
  }
}

function stateText(state: SecretState): string {
  switch (state.kind) {
    case "there":
      return `there${state.changed === undefined ? "" : `, changed ${state.changed.toISOString().slice(0, 10)}`}`;
    case "missing":
      return "missing";
    case "empty":
      return "without a value";
    case "deleted":
      return "deleted; its name is in use until AWS removes it";
    default:
      return state satisfies never;
  }
}
