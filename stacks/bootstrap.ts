import type { Bootstrap } from "../infra/bootstrap/bootstrap";
import { DEMO_SOURCES } from "./names";
import type { BootstrapSettings } from "./settings";

/** The account of an environment, before the environment is in it. @param stack one of `BOOTSTRAP_STACKS` */
export function bootstrap(stack: string, settings: BootstrapSettings): Bootstrap {
  const environment = stack.replace("bootstrap-", "");
  return { environment, hasDemos: DEMO_SOURCES.some((source) => source === environment), ...settings };
}
