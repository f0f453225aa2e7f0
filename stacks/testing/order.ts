import type { Recorded } from "../../components/testing/recording";

/** Which resources a rule speaks of, by their types, and where a type is not enough by their names. */
export interface Selector {
  readonly type: RegExp;
  /** @default - any name */
  readonly name?: RegExp;
}

/** What is made before something else, and so is destroyed after it. */
export interface OrderRule {
  readonly first: Selector;
  readonly then: Selector;
  /** What goes wrong otherwise, as a sentence. */
  readonly because: string;
}

/**
 * The order in which the engine makes a graph of resources, and the other way round in which it destroys them: by what they
 * depend on (said, or by their inputs), by what they are parts of, and by their provider.
 */
export class Order {
  readonly #resources: readonly Recorded[];
  readonly #behind = new Map<string, ReadonlySet<string>>();

  constructor(resources: readonly Recorded[]) {
    this.#resources = resources;
  }

  /** The names of all that is made before a resource, and is destroyed after it. */
  before(name: string): ReadonlySet<string> {
    const known = this.#behind.get(name);
    if (known !== undefined) {
      return known;
    }
    const found = new Set<Recorded>();
    const open = this.#resources.filter((one) => one.name === name && isMade(one)).flatMap((one) => this.#next(one));
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!found.has(next)) {
        found.add(next);
        open.push(...this.#next(next));
      }
    }
    const names = new Set([...found].filter(isMade).map((one) => one.name));
    this.#behind.set(name, names);
    return names;
  }

  /** Every pair that breaks a rule, naming both; a rule that speaks of nothing is broken too. */
  problems(rules: readonly OrderRule[]): readonly string[] {
    return rules.flatMap(({ first, then, because }) => {
      const [earlier, later] = [this.select(first), this.select(then)];
      if (earlier.length === 0 || later.length === 0) {
        return [`no resource is ${shown(earlier.length === 0 ? first : then)}, of which a rule speaks.`];
      }
      return later.flatMap((after) =>
        earlier
          .filter((one) => one.name !== after.name && !this.before(after.name).has(one.name))
          .map(
            (one) =>
              `${after.name} (${after.type}) may be made before ${one.name} (${one.type}), and destroyed after it: ` +
              `nothing leads from the one to the other. ${because}`,
          ),
      );
    });
  }

  select({ type, name }: Selector): readonly Recorded[] {
    return this.#resources.filter((one) => isMade(one) && type.test(one.type) && (name?.test(one.name) ?? true));
  }

  /** What depends on a component of ours depends, as the SDK hands it on, on everything in it; a parent is a component. */
  #next({ dependsOn, provider, parent }: Recorded): readonly Recorded[] {
    return this.#resources.filter((one) =>
      isMade(one) ? dependsOn.includes(one.name) || one.name === provider : one.name === parent,
    );
  }
}

/** Whether there is something of it outside of the engine's state; a component of ours is only a name for its parts. */
function isMade({ custom, remote }: Recorded): boolean {
  return custom || remote;
}

function shown({ type, name }: Selector): string {
  return name === undefined ? String(type) : `${String(type)} named ${String(name)}`;
}
