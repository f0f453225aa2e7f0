import type { Bootstrap } from "../infra/bootstrap/bootstrap";
import type { BootstrapSettings } from "./settings";

/** The account of an environment, before the environment is in it. @param stack one of `BOOTSTRAP_STACKS` */
export function bootstrap(stack: string, settings: BootstrapSettings): Bootstrap {
  return { environment: stack.replace("bootstrap-", ""), ...settings };
}
