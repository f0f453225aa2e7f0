import { change } from "../../../stacks/derivation";
import { changeDemo } from "../../env/bring-in";
import { readDemo } from "../../env/demo-file";
import { endText } from "../../env/lease-text";
import { checkDemoName } from "../../env/name";
import { wishOf } from "../../env/wish";

/** `env extend`: a demo stays for another time, from now on. */
export async function extend(name: string, { ttl }: { readonly ttl: string }): Promise<void> {
  checkDemoName(name);
  const wish = wishOf({ ttl });
  if (await changeDemo(name, (settings) => change(settings, wish, new Date()))) {
    console.log(`${name} ${endText(readDemo(name), new Date())}.`);
  }
}
