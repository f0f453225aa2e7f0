import type { ServiceArgs } from "../../components/workload/service";
import type { ServiceName } from "../environment";

/** What the services are called by other pods (seed-facts section 1). Renaming one breaks every caller that runs. */
export const ADDRESSES = {
  frontend: { name: "frontend-service", portName: "frontend" },
  "thoughts-backend": { name: "thoughts-service", portName: "thoughts-backend" },
  "users-backend": { name: "users-service", portName: "users-backend" },
} as const satisfies Record<ServiceName, ServiceArgs["address"]>;
