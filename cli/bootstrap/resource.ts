import type { Deployment } from "@pulumi/pulumi/automation";

/** A resource in a state, as far as it is read here. */
export interface Resource {
  readonly urn: string;
  readonly type?: string;
  /** @default - none: a component */
  readonly id?: string;
  /** Its URN and its id. @default - none: a component, or a provider */
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Of the stack itself, what it puts out. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Paths of inputs that somebody else owns: `spec.replicas`. @default - none */
  readonly ignoreChanges?: readonly string[];
  /** Whether it was replaced, and is still to be deleted. @default false */
  readonly delete?: boolean;
}

export function resourcesOf({ deployment }: Deployment): readonly Resource[] {
  return (deployment as { readonly resources?: readonly Resource[] } | null)?.resources ?? [];
}

/** What of one state another one lacks. */
export function missing(of: readonly Resource[], from: readonly Resource[]): readonly Resource[] {
  return of.filter(({ urn, id }) => !from.some((other) => other.urn === urn && other.id === id));
}
