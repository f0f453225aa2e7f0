import type { Bootstrap } from "../infra/bootstrap/bootstrap";
import type { BootstrapSettings } from "./settings";

/** Environments whose accounts are made ready by stacks of their own. */
const ENVIRONMENTS = ["staging", "production"] as const;

/** Names of these stacks. */
export const BOOTSTRAP_STACKS: readonly string[] = ENVIRONMENTS.map((environment) => `bootstrap-${environment}`);

/** The account of an environment, before the environment is in it. @param stack one of {@link BOOTSTRAP_STACKS} */
export function bootstrap(stack: string, settings: BootstrapSettings): Bootstrap {
  return { environment: stack.replace("bootstrap-", ""), ...settings };
}
