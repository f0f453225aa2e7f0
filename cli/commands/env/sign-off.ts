import { SERVICES } from "../../../infra/system";
import { signOff as signedOff } from "../../../stacks/derivation";
import { UserError } from "../../../engine/user-error";
import { changeDemo } from "../../env/bring-in";
import { readDemo } from "../../env/demo-file";
import { checkDemoName } from "../../env/name";

/** `env sign-off`: somebody accepts what a demo shows now. */
export async function signOff(name: string, { by }: { readonly by: string }): Promise<void> {
  checkDemoName(name);
  if (!/^\S(.{0,98}\S)?$/.test(by)) {
    throw new UserError("--by is one line of 1 to 100 characters, without spaces at its ends; nothing was changed.");
  }
  if (await changeDemo(name, (settings) => signedOff(settings, by, new Date()))) {
    const { services } = readDemo(name).release;
    const versions = SERVICES.map((service) => `${service} ${services[service].tag}`);
    console.log(`${name} is signed off by ${by}: ${versions.join(", ")}.`);
  }
}
