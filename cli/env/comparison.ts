import { parse } from "yaml";
import { differenceOf, type Difference } from "../../release/difference";
import type { Rendered } from "./rendered";

/** What two environments have that is not the same, apart from their names, namespaces and hosts. */
export interface Comparison {
  /** `Deployment/prometheus` */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
  /** Of what both have: where they differ. */
  readonly differing: readonly (readonly [object: string, difference: Difference])[];
  /** How many objects are the same. */
  readonly same: number;
}

/** An environment and its name. */
export interface Side extends Pick<Rendered, "manifests" | "namespace" | "domain"> {
  readonly stack: string;
}

export function compare(first: Side, second: Side): Comparison {
  const [one, other] = [objectsOf(first), objectsOf(second)];
  const names = [...new Set([...one.keys(), ...other.keys()])].sort();
  const both = names.filter((name) => one.has(name) && other.has(name));
  const sides = { base: first.stack, other: second.stack };
  const differences = both.map((name) => [name, differenceOf(one.get(name), other.get(name), sides)] as const);
  const differing = differences.filter(([, difference]) => Object.keys(difference).length > 0);
  return {
    onlyFirst: names.filter((name) => !other.has(name)),
    onlySecond: names.filter((name) => !one.has(name)),
    differing,
    same: both.length - differing.length,
  };
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** By kind and name. A name ends in a hash of contents where these are of another object; they are told there. */
function objectsOf({ manifests, ...place }: Side): ReadonlyMap<string, unknown> {
  return new Map(
    manifests.map(({ text }) => {
      const object = placeless(parse(text), place) as KubernetesObject;
      return [`${object.kind}/${object.metadata.name}`, object];
    }),
  );
}

const HASHED = /-[0-9a-f]{8}$/;

/** A value with what stands for its environment in it, and not for another. An image's registry is no host of it. */
function placeless(value: unknown, place: Pick<Side, "namespace" | "domain">, key = ""): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => placeless(item, place, key));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, placeless(inner, place, name)]));
  }
  if (typeof value !== "string" || key === "image") {
    return value;
  }
  return value === place.namespace
    ? "<namespace>"
    : value
        .replaceAll(`.${place.domain}`, ".<domain>")
        .replaceAll(`.${place.namespace}.svc`, ".<namespace>.svc")
        .replace(HASHED, "-<hash>");
}
