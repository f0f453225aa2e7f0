import type { EnvironmentReport } from "./report";

/** Something that is said of several environments at once. */
export interface Shared<T> {
  readonly stacks: readonly string[];
  readonly one: T;
}

/** What environments have in common once, in the order in which it comes up. */
export function shared<T>(
  environments: readonly EnvironmentReport[],
  pick: (environment: EnvironmentReport) => readonly T[],
): readonly Shared<T>[] {
  const found = new Map<string, { readonly stacks: string[]; readonly one: T }>();
  for (const environment of environments) {
    for (const one of pick(environment)) {
      const key = JSON.stringify(one);
      const known = found.get(key);
      if (known === undefined) {
        found.set(key, { stacks: [environment.stack], one });
      } else if (!known.stacks.includes(environment.stack)) {
        known.stacks.push(environment.stack);
      }
    }
  }
  return [...found.values()];
}

/** What is said of the same environments together: what is said of most comes first. */
export function byStacks<T>(
  items: readonly Shared<T>[],
): readonly { readonly stacks: readonly string[]; readonly all: readonly T[] }[] {
  const sets = new Map<string, { readonly stacks: readonly string[]; readonly all: T[] }>();
  for (const { stacks, one } of items) {
    const key = stacks.join();
    const set = sets.get(key) ?? { stacks, all: [] };
    set.all.push(one);
    sets.set(key, set);
  }
  return [...sets.values()].sort((a, b) => b.stacks.length - a.stacks.length);
}

/** `staging, production and local`. */
export function listText(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
