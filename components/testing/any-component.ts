import type * as pulumi from "@pulumi/pulumi";

/** A component of any class. */
export type AnyComponent = pulumi.ComponentResource & { readonly nodes: object; readonly roles: readonly string[] };

/** A `transform` that fits whatever it is given to: what is in it, only a test knows. */
export interface Transforming {
  readonly transform?: never;
}

/** Makes one, with the transform and the options that every component takes. */
export type Make = (also: Transforming, opts: pulumi.ComponentResourceOptions) => AnyComponent;

/** Each class in one or more configurations. */
export type Components = Readonly<Record<string, readonly Make[]>>;
