import type { Environment, ServiceName } from "../infra/environment";
import type { Scaling } from "../components/workload/scaling";
import { onAws } from "./production";
import type { AwsSettings } from "./settings";

/** All that staging has of its own; everything else is production's. */
const SCALING: Readonly<Partial<Record<ServiceName, Scaling>>> = {
  "users-backend": { kind: "fixed", replicas: 1 },
  "thoughts-backend": { kind: "fixed", replicas: 1 },
  frontend: { kind: "hpa", minReplicas: 2, maxReplicas: 4, targets: [{ kind: "cpu", utilization: 10 }] },
};

/** Production with smaller numbers. */
export function staging(settings: AwsSettings): Environment {
  const base = onAws("staging", settings);
  const scaled = Object.entries(SCALING).map(([name, scaling]) => [
    name,
    { ...base.services[name as ServiceName], scaling },
  ]);
  return { ...base, services: { ...base.services, ...(Object.fromEntries(scaled) as Environment["services"]) } };
}
