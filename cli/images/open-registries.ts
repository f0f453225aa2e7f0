import type { AwsStack } from "../../stacks/names";
import { demandAccount } from "../account/caller";
import { accountEnvironment } from "../account/environment";
import { ROOT } from "../folders";
import { interruptible } from "../interruption";
import { demandOwnAccount } from "../preflight/placeholders";
import { regctlFor } from "../tools";
import { Copier } from "./copier";
import { EnvironmentRegistry, registryOf } from "./ecr";
import type { Place } from "./promotion";
import { hostOf } from "./registry-host";

/** The registries of environments, as one role reaches them. */
export interface OpenRegistries {
  readonly copier: Copier;
  readonly places: Readonly<Record<string, Place>>;
}

/**
 * Opens the registries of some environments for as long as something works with them.
 * @param own the environment whose account the caller is in: its role may pull from the others
 * @throws {UserError} for a caller of another account
 */
export async function withRegistries<T>(
  { own, others, say }: { own: AwsStack; others: readonly AwsStack[]; say: (line: string) => void },
  work: (open: OpenRegistries) => Promise<T>,
): Promise<T> {
  const stacks = [own, ...others];
  stacks.forEach((stack) => {
    demandOwnAccount(ROOT, stack);
  });
  const environment = accountEnvironment(ROOT, own);
  await demandAccount(environment.platform);
  // One password holds for the registries of all accounts that let this one in.
  const login = await new EnvironmentRegistry(environment).login();
  const places = Object.fromEntries(
    stacks.map((stack) => [stack, { stack, registry: registryOf(accountEnvironment(ROOT, stack)) }]),
  );
  const logins = Object.fromEntries(Object.values(places).map(({ registry }) => [hostOf(registry), login]));
  const copier = new Copier({ tool: await regctlFor(say), logins, say });
  const close = () => {
    copier.close();
    return Promise.resolve();
  };
  try {
    return await interruptible(close, () => work({ copier, places }));
  } finally {
    await close();
  }
}
