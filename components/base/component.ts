import * as pulumi from "@pulumi/pulumi";
import { ChildMaker, type ChildOptions } from "./child-maker";
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

/**
 * What all our components share: children named `${name}-${role}` under this parent, transforms that reach them, and
 * outputs that are registered.
 */
export abstract class Component<C extends Children> extends pulumi.ComponentResource {
  readonly #maker: ChildMaker<C>;

  /**
   * @param kind `<folder>:<Class>`; the type token is `thoughts:<folder>:<Class>`
   * @param children what it can be made of; whatever it makes, it makes by these
   */
  protected constructor(
    kind: `${string}:${string}`,
    name: string,
    children: C,
    args: Transformable<C>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super(`thoughts:${kind}`, name, {}, opts);
    // The engine does not hand `deletedWith` down from parent to child.
    const deleted = opts.deletedWith && { deletedWith: opts.deletedWith };
    const bound = (own: ChildOptions) => ({ ...deleted, ...own, parent: this });
    this.#maker = new ChildMaker(name, children, args, bound);
  }

  /** Every role that a child of it can have, whatever its arguments. */
  get roles(): readonly string[] {
    return this.#maker.roles;
  }

  /** Its children, by role: what it was made of with its arguments. */
  get nodes(): Nodes<C> {
    return this.#maker.nodes;
  }

  /** Makes a child. @param opts on top of this parent, and of what it is deleted with */
  protected make<Role extends SingleRole<C>>(
    role: Role,
    args: ArgsOf<C[Role]>,
    opts?: OptionsOf<C[Role]>,
  ): NodeOf<C[Role]> {
    return this.#maker.make(role, args, opts);
  }

  /** The same for a child of a list. */
  protected makeEach<Role extends EachRole<C>>(
    role: Role,
    key: KeyOf<C[Role]>,
    args: ArgsOf<C[Role]>,
    opts?: OptionsOf<C[Role]>,
  ): NodeOf<C[Role]> {
    return this.#maker.makeEach(role, key, args, opts);
  }

  /** What a child is made with: what its transform makes of the arguments. */
  protected argsOf<Role extends SingleRole<C>>(role: Role, args: ArgsOf<C[Role]>): ArgsOf<C[Role]> {
    return this.#maker.argsOf(role, args);
  }

  /** The logical name of a child, for what is to be called the same. */
  protected nameOf(role: keyof C & string, key?: string): string {
    return this.#maker.nameOf(role, key);
  }

  /** Takes in what was made for it without being below it. */
  protected adopt(nodes: Partial<Nodes<C>>): void {
    this.#maker.adopt(nodes);
  }

  /**
   * Call it last.
   * @throws {RunError} if there is a transform for a child that was not made
   */
  protected override registerOutputs(outputs?: pulumi.Inputs): void {
    // The SDK calls it too, without outputs, for components that don't.
    if (outputs !== undefined) {
      this.#maker.checkTransforms();
    }
    super.registerOutputs(outputs);
  }
}
