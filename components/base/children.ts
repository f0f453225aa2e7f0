import type * as pulumi from "@pulumi/pulumi";
import type { Changes } from "./changes";

/** A class of resources, of a provider or of ours. */
export type ChildClass = new (name: string, args: never, opts: never) => pulumi.Resource;

/** A child that is made only where it is asked for. */
export interface Optional<Class extends ChildClass> {
  readonly kind: "optional";
  readonly class: Class;
}

/** Children of one class, by key. */
export interface Each<Class extends ChildClass, Key extends string> {
  readonly kind: "each";
  readonly class: Class;
  /** The end of the logical name of the child with this key. */
  readonly suffix: (key: Key) => string;
}

type Child = ChildClass | Optional<ChildClass> | Each<ChildClass, never>;

/** What a component is made of, by role. A class alone is a child that is always made. */
export type Children = Readonly<Record<string, Child>>;

export function optional<Class extends ChildClass>(childClass: Class): Optional<Class> {
  return { kind: "optional", class: childClass };
}

/** @param suffix how the logical name of each ends, behind the component's own: `(zone) => "public-" + zone` */
export function each<Class extends ChildClass, Key extends string = string>(
  childClass: Class,
  suffix: (key: Key) => string,
): Each<Class, Key> {
  return { kind: "each", class: childClass, suffix };
}

type ClassOf<C> = C extends ChildClass
  ? C
  : C extends { readonly class: infer Class extends ChildClass }
    ? Class
    : never;

export type ArgsOf<C> = NonNullable<ConstructorParameters<ClassOf<C>>[1]>;
export type OptionsOf<C> = NonNullable<ConstructorParameters<ClassOf<C>>[2]>;
export type NodeOf<C> = InstanceType<ClassOf<C>>;
export type KeyOf<C> = C extends { readonly suffix: (key: infer Key extends string) => string } ? Key : never;

/** Roles of children that are one resource. */
export type SingleRole<C extends Children> = {
  [Role in keyof C & string]: KeyOf<C[Role]> extends never ? Role : never;
}[keyof C & string];

/** Roles of children by key. */
export type EachRole<C extends Children> = Exclude<keyof C & string, SingleRole<C>>;

/** What was made, by role. */
export type Nodes<C extends Children> = {
  readonly [Role in keyof C]: C[Role] extends ChildClass
    ? NodeOf<C[Role]>
    : C[Role] extends Optional<ChildClass>
      ? NodeOf<C[Role]> | undefined
      : ByKey<KeyOf<C[Role]>, NodeOf<C[Role]>>;
};

/** Every name is a possible key of a list by any name; of a few known ones, some may be missing. */
type ByKey<Key extends string, Node> = string extends Key
  ? Readonly<Record<string, Node>>
  : Readonly<Partial<Record<Key, Node>>>;

/** What a component alone decides of its children: where they belong, and who makes them. */
type Kept = "parent" | "provider" | "providers" | "deletedWith";

/** What a transform changes. What it leaves out stays as it is. */
export interface Transformed<C> {
  /** Laid over the component's: objects are merged, anything else is replaced, lists too. @default - the component's */
  readonly args?: Changes<ArgsOf<C>>;
  /**
   * Merged over the component's: lists are added to, anything else is replaced. A child that is a component has none: most
   * options of components do nothing, and its arguments have a `transform` of its own.
   * @default - the component's
   */
  readonly opts?: NodeOf<C> extends pulumi.CustomResource ? Omit<OptionsOf<C>, Kept> : undefined;
}

/** Functions from what a component would make a child with to what it is made with, by the child's role. */
export type Transforms<C extends Children> = {
  readonly [Role in keyof C]?: C[Role] extends Each<ChildClass, never>
    ? (args: ArgsOf<C[Role]>, key: KeyOf<C[Role]>) => Transformed<C[Role]>
    : (args: ArgsOf<C[Role]>) => Transformed<C[Role]>;
};

/** Arguments of every component. */
export interface Transformable<C extends Children> {
  /**
   * Changes fields of children that the component itself has no argument for (docs/components.md). One for a child that is
   * not made is an error.
   * @default - children are as the component makes them
   */
  readonly transform?: Transforms<C> | undefined;
}
