import * as pulumi from "@pulumi/pulumi";
import { withChanges } from "./changes";
import type {
  ArgsOf,
  Children,
  EachRole,
  KeyOf,
  NodeOf,
  Nodes,
  OptionsOf,
  SingleRole,
  Transformable,
} from "./children";

/** Options of a child, whether it is a resource of a provider or a component. */
export type ChildOptions = pulumi.CustomResourceOptions & pulumi.ComponentResourceOptions;

/** A child of a table, as far as it is known whatever its role is. */
type AnyClass = new (name: string, args: unknown, opts: ChildOptions) => pulumi.Resource;
type AnyChild = AnyClass | { readonly class: AnyClass; readonly suffix?: (key: string) => string };
type AnyTransform = (args: unknown, key?: string) => { readonly args?: unknown; readonly opts?: ChildOptions };

/**
 * Makes the children of a component: names them, lets their transforms change what they are made with, and keeps them by
 * role.
 *
 * A logical name is a resource's identity: two children can't have one, and lists are named by key, never by index, or
 * inserting an item would replace its neighbours.
 */
export class ChildMaker<C extends Children> {
  readonly #name: string;
  readonly #children: Readonly<Record<string, AnyChild>>;
  readonly #transforms: Readonly<Record<string, AnyTransform | undefined>>;
  readonly #bound: (own: ChildOptions) => ChildOptions;
  readonly #nodes: Record<string, unknown>;
  readonly #names = new Set<string>();

  /**
   * @param name of the component
   * @param bound adds the options that each child has to have
   */
  constructor(
    name: string,
    children: C,
    { transform = {} }: Transformable<C>,
    bound: (own: ChildOptions) => ChildOptions,
  ) {
    this.#name = name;
    this.#children = children as unknown as Readonly<Record<string, AnyChild>>;
    this.#transforms = transform as Readonly<Record<string, AnyTransform | undefined>>;
    this.#bound = bound;
    const lists = this.roles.filter((role) => this.#suffixOf(role) !== undefined);
    this.#nodes = Object.fromEntries(lists.map((role) => [role, {}]));
  }

  /** Every role that there can be, whatever the component's arguments. */
  get roles(): readonly string[] {
    return Object.keys(this.#children);
  }

  /** What was made so far. */
  get nodes(): Nodes<C> {
    return this.#nodes as Nodes<C>;
  }

  /** The logical name of a child, which may not be made yet. */
  nameOf(role: keyof C & string, key = ""): string {
    return `${this.#name}-${this.#suffixOf(role)?.(key) ?? role}`;
  }

  /** @throws {Error} if it was made before */
  make<Role extends SingleRole<C>>(role: Role, args: ArgsOf<C[Role]>, opts?: OptionsOf<C[Role]>): NodeOf<C[Role]> {
    const made = this.#create(role, undefined, args, opts);
    this.#nodes[role] = made;
    return made as NodeOf<C[Role]>;
  }

  /** @throws {Error} if it was made before, or the key is an index */
  makeEach<Role extends EachRole<C>>(
    role: Role,
    key: KeyOf<C[Role]>,
    args: ArgsOf<C[Role]>,
    opts?: OptionsOf<C[Role]>,
  ): NodeOf<C[Role]> {
    if (/^\d+$/.test(key)) {
      throw new Error(`${this.#name}: the key of a child "${role}" is a word, not the index ${key}.`);
    }
    const made = this.#create(role, key, args, opts);
    this.#nodes[role] = { ...(this.#nodes[role] as object), [key]: made };
    return made as NodeOf<C[Role]>;
  }

  /** What a child is made with: what its transform makes of the arguments. Its options are not known here. */
  argsOf<Role extends SingleRole<C>>(role: Role, args: ArgsOf<C[Role]>): ArgsOf<C[Role]> {
    return withChanges(args, this.#transformed(role, args).args ?? {}) as ArgsOf<C[Role]>;
  }

  /** Takes in what another maker made for the same component. */
  adopt(nodes: Partial<Nodes<C>>): void {
    Object.assign(this.#nodes, nodes);
  }

  /**
   * Call it when everything is made.
   * @throws {RunError} if there is a transform for a child that was not made
   */
  checkTransforms(): void {
    const made = Object.keys(this.#nodes).filter((role) => !isEmpty(this.#nodes[role]));
    const lost = Object.keys(this.#transforms).filter(
      (role) => this.#transforms[role] !== undefined && !made.includes(role),
    );
    if (lost.length > 0) {
      throw new pulumi.RunError(
        `the transform of ${lost.map((role) => `"${role}"`).join(" and ")} of ${this.#name} reaches nothing: with its ` +
          `arguments it makes ${made.join(", ")}. Name one of these, or take the transform out.`,
      );
    }
  }

  #create(role: string, key: string | undefined, given: unknown, own: ChildOptions = {}): pulumi.Resource {
    const name = this.nameOf(role, key);
    if (this.#names.has(name)) {
      throw new Error(`${this.#name}: two children have the name "${name}"; each has one of its own.`);
    }
    this.#names.add(name);
    const child = this.#children[role];
    if (child === undefined) {
      throw new Error(`${this.#name}: its table has no role "${role}".`);
    }
    const Class = typeof child === "function" ? child : child.class;
    const { args = {}, opts } = this.#transformed(role, given, key);
    const merged = opts === undefined ? own : pulumi.mergeOptions(own, opts);
    return new Class(name, withChanges(given, args), this.#bound(merged));
  }

  #transformed(role: string, given: unknown, key?: string): ReturnType<AnyTransform> {
    return this.#transforms[role]?.(given, key) ?? {};
  }

  #suffixOf(role: string): ((key: string) => string) | undefined {
    const child = this.#children[role];
    return typeof child === "object" ? child.suffix : undefined;
  }
}

/** Whether it is a list of nothing. */
function isEmpty(node: unknown): boolean {
  return !pulumi.Resource.isInstance(node) && Object.keys(node as object).length === 0;
}
