import { ROLLING_DEFAULT, type Strategy } from "../../components/rollout/strategy";
import type { Environment, ServiceName } from "../environment";

/** How new versions take over, unless a release says otherwise. */
export const STRATEGIES: Readonly<Record<ServiceName, Strategy>> = {
  "users-backend": ROLLING_DEFAULT,
  "thoughts-backend": ROLLING_DEFAULT,
  // seed-facts section 1.1: of four pods three serve at every moment, and there are at most five.
  frontend: { kind: "rolling", maxUnavailable: "25%", maxSurge: 1 },
};

export function strategyOf({ services }: Pick<Environment, "services">, service: ServiceName): Strategy {
  return services[service].strategy ?? STRATEGIES[service];
}
