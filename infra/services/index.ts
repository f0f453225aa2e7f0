import type { ServiceDefinition } from "./definition";
import { FRONTEND } from "./frontend";
import { THOUGHTS_BACKEND } from "./thoughts-backend";
import { USERS_BACKEND } from "./users-backend";

/**
 * The services that there are: the only list of them. Each comes after those that it calls, which is the order in which a
 * change reaches them.
 */
export const SERVICE_DEFINITIONS = [
  USERS_BACKEND,
  THOUGHTS_BACKEND,
  FRONTEND,
] as const satisfies readonly ServiceDefinition[];
