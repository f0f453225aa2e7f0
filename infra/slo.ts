import type { ServiceName } from "./environment";
import type { Objectives } from "./objectives";
import { FRONTEND_OBJECTIVES } from "./services/frontend";
import { THOUGHTS_BACKEND_OBJECTIVES } from "./services/thoughts-backend";
import { USERS_BACKEND_OBJECTIVES } from "./services/users-backend";

/** What each service promises, as its own file says. */
export const SERVICE_OBJECTIVES: Readonly<Record<ServiceName, Objectives>> = {
  "users-backend": USERS_BACKEND_OBJECTIVES,
  "thoughts-backend": THOUGHTS_BACKEND_OBJECTIVES,
  frontend: FRONTEND_OBJECTIVES,
};
