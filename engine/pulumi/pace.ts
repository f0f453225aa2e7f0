/** A step of the engine that has begun. */
interface Begun {
  readonly name: string;
  /** Where what it is a part of ends in a name, that name. */
  readonly owner: string;
  /** A component does nothing by itself: it lasts as long as its parts. */
  readonly waitedFor: boolean;
}

/** As many names of what is waited for are told. */
const MOST_NAMES = 3;

/** How far a run of the engine is: how many steps are done, of how many, and what is waited for. */
export class Pace {
  readonly #begun = new Map<string, Begun>();
  #steps = 0;
  #done = 0;
  #failed = 0;

  /** @param expected how many steps there will be. @default - those that have begun so far */
  constructor(private readonly expected = 0) {}

  /** @param parent the URN of what it is a part of. @default - none */
  begin(urn: string, { type, parent }: { readonly type: string; readonly parent?: string | undefined }): void {
    this.#steps += this.#begun.has(urn) ? 0 : 1;
    const name = nameOf(urn);
    const owner = parent === undefined || parent.includes("pulumi:pulumi:Stack") ? name : nameOf(parent);
    this.#begun.set(urn, { name, owner, waitedFor: !type.startsWith("thoughts:") });
  }

  end(urn: string): void {
    if (this.#begun.delete(urn)) {
      this.#done += 1;
    }
  }

  fail(urn: string): void {
    if (this.#begun.delete(urn)) {
      this.#failed += 1;
    }
  }

  /** `84/116; waiting for frontend, users-backend` */
  line(): string {
    if (this.#steps === 0) {
      return "loading the program";
    }
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
    return `${this.#done}/${Math.max(this.expected, this.#steps)}${failed}${this.#waiting()}`;
  }

  /** By component, that of which most is waited for first. */
  #waiting(): string {
    const counts = new Map<string, number>();
    for (const { owner } of [...this.#begun.values()].filter(({ waitedFor }) => waitedFor)) {
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
    const names = [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
    return names.length === 0 ? "" : `; waiting for ${names.slice(0, MOST_NAMES).join(", ")}${more}`;
  }
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
