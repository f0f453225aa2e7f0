import type { InitContainer } from "../../components/workload/container";
import { definitionOf, type ServiceName } from "../system";
import { minimumsOf } from "./dependencies";

/**
 * What asks the services that one needs for their version, before it starts: whatever the settings say, a pod does not
 * serve beside a service that is too old for it. It asks through the Service, so one replica answers for all; they are of
 * one version, because a Deployment is changed only once those it depends on are done.
 */
export function versionChecks(service: ServiceName): readonly Omit<InitContainer, "image">[] {
  const checks = minimumsOf(service).map(
    ([name, minimum]) => `${name}=http://${definitionOf(name).address.name}>=${minimum}`,
  );
  const check = {
    name: "version-check",
    args: ["check-versions", ...checks],
    resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { memory: "128Mi" } },
  } as const;
  return checks.length === 0 ? [] : [check];
}
