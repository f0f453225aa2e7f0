import { createRequire } from "node:module";
import { join } from "node:path";
import { bundle, ROOT } from "../../engine/pulumi/bundle";
import { UserError } from "../../engine/user-error";
import type { WatchedEnvironment } from "../../infra/environment";
import type { AwsPlatform } from "../../infra/platform";
import type { Config } from "../../stacks/config";
import type { AwsStack } from "../../stacks/names";
import { today } from "../today";
import { settingsIn } from "./settings";

/** An environment that has an AWS account, as its files describe it. */
export interface AccountEnvironment extends WatchedEnvironment {
  readonly platform: AwsPlatform;
}

/** What of the program says what an environment is; a bundle of its own, since the command's has nothing that makes resources. */
function environments(): { readonly environmentOf: (config: Config) => WatchedEnvironment } {
  const entry = `export { environmentOf } from ${JSON.stringify(join(ROOT, "stacks", "environments"))};`;
  const file = bundle({ name: "environments", entry });
  return createRequire(file)(file) as ReturnType<typeof environments>;
}

/**
 * The environment that the program would make.
 * @param root the clone that the stack's file is in
 * @param settings @default - what that file says
 * @throws {UserError} with every problem that the program would refuse
 */
export function accountEnvironment(
  root: string,
  stack: AwsStack,
  settings: Readonly<Record<string, unknown>> = settingsIn(root, stack),
): AccountEnvironment {
  try {
    const environment = environments().environmentOf({
      stack,
      project: "organization/thoughts",
      thoughts: settings,
      otherKeys: [],
      encrypted: [],
      folder: root,
      kubeconfig: undefined,
      today: today(),
    });
    const { platform } = environment;
    if (platform.kind !== "aws") {
      throw new Error(`the stack ${stack} has no account.`);
    }
    return { ...environment, platform };
  } catch (error) {
    // It says all problems at once, in words for people.
    throw "problems" in (error as object) ? new UserError((error as Error).message) : error;
  }
}
