import type { Change } from "../../sandbox/engine/progress";
import { UserError } from "../../sandbox/user-error";
import type { ServiceName } from "../../stacks/settings";

/** The components of a service: itself, and what brings its database to the schema of its version. */
function componentsOf(service: ServiceName): readonly (readonly [type: string, name: string])[] {
  return [
    ["workload:Service", service],
    ["migration:MigrationJob", `${service}-migration`],
  ];
}

/** Whether a resource is one of the service's components or a part of one: its Deployments, its Service, and so on. */
function isOf(service: ServiceName, { type, name, parent = "" }: Change): boolean {
  return componentsOf(service).some(
    ([ownType, ownName]) => (type === ownType && name === ownName) || parent.endsWith(`${ownType}::${ownName}`),
  );
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
