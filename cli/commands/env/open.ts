import { UserError } from "../../../engine/user-error";
import { openBrowser } from "../../browser";
import { demoCalled } from "../../env/demos";
import { checkDemoName } from "../../env/name";
import { readPlatform } from "../../platform";
import { urlsOf } from "../../urls";

/** `env open`: the page of a demo in a browser. @throws {UserError} if nothing answers there */
export async function open(name: string): Promise<void> {
  checkDemoName(name);
  demoCalled(name);
  const { frontend } = urlsOf(name);
  if (frontend === undefined) {
    throw new UserError(`${name} is not up here, or not complete; what there is: npx thoughts env show ${name}`);
  }
  console.log(frontend);
  if (readPlatform()?.nodes === "simulated") {
    throw new UserError(
      "nodes are simulated: no container runs, so nothing answers there. Look at a page of real ones: npm run up -- --nodes real",
    );
  }
  await openBrowser(frontend);
}
