import { rmSync } from "node:fs";
import { join } from "node:path";
import type { AwsPlatform } from "../../infra/platform";
import type { AwsStack } from "../../stacks/names";
import { BOOTSTRAPS, ROOT } from "../folders";
import { stateBackendOf } from "./account";
import { withAccountEngine } from "./account-engine";
import { BackendStack } from "./backend-stack";

export interface EnvironmentStackArgs {
  readonly stack: AwsStack;
  /** Where it is. */
  readonly platform: AwsPlatform;
  /** What is done with it: the engine keeps its home, and its log, under this name. */
  readonly purpose: "drift" | "preview";
  readonly say: (line: string) => void;
}

/**
 * Works with an environment's stack where its state is, with the official plugins.
 * @param work given the stack, and the file for all that the engine says
 */
export function withEnvironmentStack<T>(
  { stack, platform, purpose, say }: EnvironmentStackArgs,
  work: (environment: BackendStack, log: string) => Promise<T>,
): Promise<T> {
  const name = `${purpose}-${stack}`;
  const log = join(BOOTSTRAPS, `${name}.log`);
  const waitsFor = `looks at ${stack} too`;
  return withAccountEngine({ name, plugins: ["aws", "eks", "kubernetes"], waitsFor, say }, (engine) => {
    // It holds what the latest run said.
    rmSync(log, { force: true });
    const backend = stateBackendOf(stack, platform);
    return work(new BackendStack({ root: ROOT, stack, backend, engine }), log);
  });
}
