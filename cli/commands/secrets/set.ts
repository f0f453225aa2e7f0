import { text } from "node:stream/consumers";
import type { AwsStack } from "../../../stacks/names";
import { demandAccount } from "../../account/caller";
import { accountEnvironment } from "../../account/environment";
import { AccountSecrets, secretNamed, secretValue } from "../../account/secrets";
import { canAsk } from "../../agreement";
import { ROOT } from "../../folders";
import { hiddenLine } from "../../hidden-line";
import { demandOwnAccount } from "../../preflight/placeholders";
import { upCommand } from "../../up-command";

/** `secrets set`: puts a value into Secrets Manager. It comes from standard input, and is never shown. */
export async function set(stack: AwsStack, given: string): Promise<void> {
  const environment = accountEnvironment(ROOT, stack);
  const secret = secretNamed(given, environment);
  demandOwnAccount(ROOT, stack);
  await demandAccount(environment.platform);
  const typed = canAsk() ? await hiddenLine(`Value of ${secret.name} (it is not shown)`) : await text(process.stdin);
  const value = secretValue(secret, typed);
  const done = await new AccountSecrets(environment).set(secret, value);
  console.log(
    `The secret ${secret.name} is ${done}: ${Buffer.byteLength(value)} bytes, for ${secret.usedBy.join(", ")}.`,
  );
  if (done === "changed") {
    console.log(`Pods get it with the next run: ${upCommand(stack)}`);
  }
}
