import type { ServiceName } from "./environment";

/** Something that can be switched without another image, for as long as it is new. */
export interface FlagDefinition {
  /** The service whose code asks for it. */
  readonly service: ServiceName;
  /** What is so while it is on. */
  readonly effect: string;
  /** The team that decides about it and takes it out again. */
  readonly owner: string;
  /** The day from which it should be gone, flag and old code: `2027-03-31`. */
  readonly expires: `${number}-${number}-${number}`;
  /** Whether it is on where nobody has said otherwise; in production nothing is. */
  readonly onElsewhere: boolean;
}

/** All flags there are. One that is decided about goes, with the code behind it that is not used any more. */
export const FLAGS = {
  "relative-times": {
    service: "frontend",
    effect: 'pages say how long ago a thought was written ("2 hours ago"), not when',
    owner: "thoughts",
    expires: "2027-03-31",
    onElsewhere: true,
  },
} as const satisfies Readonly<Record<string, FlagDefinition>>;

export type FlagName = keyof typeof FLAGS;
export type Flags = Readonly<Record<FlagName, boolean>>;

const DEFINITIONS = Object.entries<FlagDefinition>(FLAGS) as readonly (readonly [FlagName, FlagDefinition])[];

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
        `it hides out of ${service}; or a later date in infra/flags.ts says that it is still needed.`,
    );
}

/** The variables that tell a service of its flags: `FLAG_RELATIVE_TIMES`, `on` or `off`. */
export function flagVariables(flags: Flags, service: ServiceName): Readonly<Record<string, string>> {
  const own = DEFINITIONS.filter(([, definition]) => definition.service === service);
  return Object.fromEntries(
    own.map(([name]) => [`FLAG_${name.toUpperCase().replaceAll("-", "_")}`, flags[name] ? "on" : "off"]),
  );
}
