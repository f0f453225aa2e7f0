import { aloneOn } from "../../alone";
import { checkDemoName } from "../../env/name";
import { removeDemo } from "../../env/remove";

/** `env destroy`: removes copies of the local environment, and their files. */
export async function destroy(names: readonly string[]): Promise<void> {
  names.forEach(checkDemoName);
  for (const name of new Set(names)) {
    await aloneOn(name, () => removeDemo(name));
  }
}
