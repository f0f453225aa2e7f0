import { Configuration } from "../../components/workload/configuration";
import type { Application } from "../application";
import { namedByContent } from "../delivery/delivery";
import { flagVariables } from "../flags";
import { type ServiceName, SYSTEM } from "../system";

/** A ConfigMap of a service's own, so that a flag rolls the pods that ask for it, and no others. */
export function createFlags(application: Application, service: ServiceName): readonly Configuration[] {
  const data = flagVariables(application.environment.flags, service);
  return Object.keys(data).length === 0
    ? []
    : [
        new Configuration(
          `${service}-flags`,
          { namespace: application.namespace.metadata.name, partOf: SYSTEM, data },
          namedByContent(application),
        ),
      ];
}
