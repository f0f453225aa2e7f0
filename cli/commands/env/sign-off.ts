import { SERVICES } from "../../../infra/system";
import { SIGNER_ALLOWED, SIGNER_PATTERN } from "../../../stacks/demo-settings";
import { signOff as signedOff } from "../../../stacks/derivation";
import { UserError } from "../../../engine/user-error";
import { changeDemo } from "../../env/bring-in";
import { readDemo } from "../../env/demo-file";
import { checkDemoName } from "../../env/name";

/** `env sign-off`: somebody accepts what a demo shows now. */
export async function signOff(name: string, { by }: { readonly by: string }): Promise<void> {
  checkDemoName(name);
  if (!SIGNER_PATTERN.test(by)) {
    throw new UserError(`--by is ${SIGNER_ALLOWED}; nothing was changed.`);
  }
  if (await changeDemo(name, (settings) => signedOff(settings, by, new Date()))) {
    const { services } = readDemo(name).release;
    const versions = SERVICES.map((service) => `${service} ${services[service].tag}`);
    console.log(`${name} is signed off by ${by}: ${versions.join(", ")}.`);
  }
}
