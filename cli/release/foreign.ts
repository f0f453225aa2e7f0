import type { Change } from "../../sandbox/engine/progress";
import { UserError } from "../../sandbox/user-error";
import type { ServiceName } from "../../stacks/settings";

/** Whether a resource is the service's component or a part of it: its Deployments, its Service, and so on. */
function isOf(service: ServiceName, { type, name, parent = "" }: Change): boolean {
  const part = `workload:Service::${service}`;
  return (type === "workload:Service" && name === service) || parent.endsWith(part);
}

/**
 * A release touches one service only: what else a run would change was not meant, and is somebody else's to bring in.
 * @throws {UserError} with the list of it
 */
export function refuseForeign(service: ServiceName, changes: readonly Change[], bringIn: string): void {
  const foreign = changes.filter((change) => !isOf(service, change));
  if (foreign.length > 0) {
    const lines = foreign.map(({ op, type, name }) => `  ${op} ${type} ${name}`);
    throw new UserError(
      `a release touches nothing but its service, and this one would also\n${lines.join("\n")}\n` +
        `Nothing was changed. Bring that in by itself first: ${bringIn}`,
    );
  }
}
