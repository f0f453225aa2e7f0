import { SERVICE_DEFINITIONS } from "./services";
import type { FlagDefinition, ServiceDefinition } from "./services/definition";
import type { ServiceName } from "./system";

/** A flag, and the service whose code asks for it. */
export interface Flag extends FlagDefinition {
  readonly service: ServiceName;
}

type FlagNameOf<Definition> = Definition extends { readonly flags: infer Own } ? Extract<keyof Own, string> : never;
export type FlagName = FlagNameOf<(typeof SERVICE_DEFINITIONS)[number]>;

/** All flags there are. One that is decided about goes, with the code behind it that is not used any more. */
export const FLAGS = Object.fromEntries(
  SERVICE_DEFINITIONS.flatMap((definition: ServiceDefinition) =>
    Object.entries(definition.flags ?? {}).map(([name, flag]) => [name, { ...flag, service: definition.name }]),
  ),
) as Readonly<Record<FlagName, Flag>>;

export type Flags = Readonly<Record<FlagName, boolean>>;

const DEFINITIONS = Object.entries<Flag>(FLAGS) as readonly (readonly [FlagName, Flag])[];

/** Every flag: as it was set, otherwise off in production, and elsewhere as its definition says. */
export function flagsOf(kind: "production" | "elsewhere", set: Readonly<Partial<Flags>>): Flags {
  const entries = DEFINITIONS.map(([name, { onElsewhere }]) => [
    name,
    set[name] ?? (kind === "elsewhere" && onElsewhere),
  ]);
  return Object.fromEntries(entries) as Flags;
}

/** One line for each flag that should be gone by now. @param today `2026-11-25` */
export function expiredFlags(today: string, definitions = DEFINITIONS): readonly string[] {
  return definitions
    .filter(([, { expires }]) => expires <= today)
    .map(
      ([name, { expires, owner, service }]) =>
        `the flag ${name} should be gone since ${expires}: ${owner} decides about it, and takes it and the code that ` +
        `it hides out of ${service}; or a later date in infra/services/${service}.ts says that it is still needed.`,
    );
}

/** The variables that tell a service of its flags: `FLAG_RELATIVE_TIMES`, `on` or `off`. */
export function flagVariables(flags: Flags, service: ServiceName): Readonly<Record<string, string>> {
  const own = DEFINITIONS.filter(([, definition]) => definition.service === service);
  return Object.fromEntries(
    own.map(([name]) => [`FLAG_${name.toUpperCase().replaceAll("-", "_")}`, flags[name] ? "on" : "off"]),
  );
}
