import { aloneOn } from "../../alone";
import type { AccountSource } from "../../env/account-source";
import { demoCalled } from "../../env/demos";
import { checkDemoName } from "../../env/name";
import { removeDemo } from "../../env/remove";

export interface DestroyOptions {
  /** The environment on AWS that they are copies of. @default - that of this clone */
  readonly of?: AccountSource;
}

/** `env destroy`: removes copies of an environment, and their files. */
export async function destroy(names: readonly string[], { of: source }: DestroyOptions = {}): Promise<void> {
  if (source !== undefined) {
    await destroyInAccount(names, source);
    return;
  }
  // All of them first: a mistake in the last name removes nothing.
  for (const name of names) {
    checkDemoName(name);
    demoCalled(name);
  }
  for (const name of new Set(names)) {
    await aloneOn(name, () => removeDemo(name));
  }
}

async function destroyInAccount(names: readonly string[], source: AccountSource): Promise<void> {
  names.forEach(checkDemoName);
  const { removeInAccount } = await import("../../env/account-run.js");
  for (const name of new Set(names)) {
    console.log((await removeInAccount(name, source)) ? `${name} is removed.` : `${name} was not there.`);
  }
}
