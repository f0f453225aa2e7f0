import { listAt, textAt } from "../report/risks/inputs";
import type { Resource } from "./line";

/** Resources by type, for what depends on others of them. */
export class Graph {
  readonly #byType = new Map<string, Resource[]>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      this.#byType.set(resource.type, [...(this.#byType.get(resource.type) ?? []), resource]);
    }
  }

  all(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? [];
  }

  has(type: string): boolean {
    return this.all(type).length > 0;
  }

  /** Of several names that another one starts with, the longest: parts are called after what they are a part of. */
  ownerOf(part: Resource, type: string): Resource | undefined {
    return this.all(type)
      .filter(({ name }) => part.name.startsWith(`${name}-`))
      .sort((a, b) => b.name.length - a.name.length)[0];
  }

  /** Zones in which a load balancer to the internet is: each has an address in each. */
  get publicZones(): number {
    return this.all("aws:ec2/subnet:Subnet").filter(
      ({ inputs }) => textAt(inputs, "tags", "kubernetes.io/role/elb") === "1",
    ).length;
  }
}

export { listAt, textAt };

/** A number at a path. @returns undefined if there is none */
export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const text = textAt(value, ...path);
  return text === "" || Number.isNaN(Number(text)) ? undefined : Number(text);
}
