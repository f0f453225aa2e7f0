import { aloneOn } from "../../alone";
import { demoCalled } from "../../env/demos";
import { checkDemoName } from "../../env/name";
import { removeDemo } from "../../env/remove";

/** `env destroy`: removes copies of the local environment, and their files. */
export async function destroy(names: readonly string[]): Promise<void> {
  // All of them first: a mistake in the last name removes nothing.
  for (const name of names) {
    checkDemoName(name);
    demoCalled(name);
  }
  for (const name of new Set(names)) {
    await aloneOn(name, () => removeDemo(name));
  }
}
