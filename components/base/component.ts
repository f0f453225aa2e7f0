import * as pulumi from "@pulumi/pulumi";

/**
 * What all our components share: children named `${name}-${role}` under this parent, and outputs that are registered.
 *
 * A logical name is a resource's identity: two children can't have one role, and lists are named by key, never by
 * index, or inserting an item would replace its neighbours.
 */
export abstract class Component extends pulumi.ComponentResource {
  readonly #name: string;
  readonly #deletedWith: pulumi.Resource | undefined;
  readonly #roles = new Set<string>();

  /** @param kind `<folder>:<Class>`; the type token is `thoughts:<folder>:<Class>` */
  protected constructor(kind: `${string}:${string}`, name: string, opts: pulumi.ComponentResourceOptions) {
    super(`thoughts:${kind}`, name, {}, opts);
    this.#name = name;
    this.#deletedWith = opts.deletedWith;
  }

  /**
   * The logical name of the child with this role.
   * @throws {Error} if the role is taken, or is an index
   */
  protected child(role: string): string {
    if (/^\d+$/.test(role)) {
      throw new Error(`${this.#name}: a child's role is a word, not the index ${role}; name it by its key.`);
    }
    if (this.#roles.has(role)) {
      throw new Error(`${this.#name}: two children have the role "${role}"; each role names one child.`);
    }
    this.#roles.add(role);
    return `${this.#name}-${role}`;
  }

  /**
   * Options for a child: this parent, `deletedWith` (which the engine does not hand down from parent to child), and
   * whatever else is said.
   */
  protected childOptions(more: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return { ...more, parent: this, ...(this.#deletedWith && { deletedWith: this.#deletedWith }) };
  }
}
