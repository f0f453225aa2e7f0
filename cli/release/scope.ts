import type { Change } from "../../engine/pulumi/change";
import { UserError } from "../../engine/user-error";
import type { ServiceName } from "../../infra/system";

/** What a change may touch. */
export interface Scope {
  /** What kind of change it is, for people: "a release". */
  readonly change: string;
  /** What is its own, for people: "frontend". */
  readonly own: string;
  readonly has: (change: Change) => boolean;
}

type Component = readonly [type: string, name: string];

/** Services: they themselves, and what brings their databases to the schemas of their versions. */
export function servicesScope(services: readonly ServiceName[]): Scope {
  const components = services.flatMap((service): Component[] => [
    ["workload:Service", service],
    ["migration:MigrationJob", `${service}-migration`],
  ]);
  return { change: "a release", own: services.join(" and "), has: (change) => isPartOf(components, change) };
}

/** The keys that sign tokens, their Secrets, and the services that get other ones. */
export function keysScope(services: readonly ServiceName[]): Scope {
  const components = services.flatMap((service): Component[] => [
    ["workload:Service", service],
    ["workload:SecretBundle", `${service}-keys`],
  ]);
  return {
    change: "a step of the rotation",
    own: ["the keys", ...services].join(", "),
    has: (change) => change.name.startsWith("token-keys") || isPartOf(components, change),
  };
}

/** Whether a resource is one of the components or a part of one: its Deployments, its Service, and so on. */
function isPartOf(components: readonly Component[], { type, name, parent = "" }: Change): boolean {
  return components.some(
    ([ownType, ownName]) =>
      (type === `thoughts:${ownType}` && name === ownName) || parent.endsWith(`${ownType}::${ownName}`),
  );
}

/**
 * A change touches only what is its own: what else a run would change was not meant, and is somebody else's to bring in.
 * @throws {UserError} with the list of it
 */
export function refuseOutOfScope({ change, own, has }: Scope, changes: readonly Change[], bringIn: string): void {
  const outside = changes.filter((one) => !has(one));
  if (outside.length > 0) {
    const lines = outside.map(({ op, type, name }) => `  ${op} ${type} ${name}`);
    throw new UserError(
      `${change} touches nothing but ${own}, and this one would also\n${lines.join("\n")}\n` +
        `Nothing was changed. Bring that in by itself first: ${bringIn}`,
    );
  }
}
