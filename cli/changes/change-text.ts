import type { Change } from "../../engine/pulumi/change";

/** A change in a line: `create  aws ecr Repository  images-frontend`. */
export function changeText({ op, type, name }: Change): string {
  const { provider, kind } = kindOf(type);
  return `${op}  ${provider} ${kind}  ${name}`;
}

/**
 * `aws:ecr/repository:Repository` is an `ecr Repository` of `aws`; in Kubernetes, and of what the program makes itself, the
 * name of a kind is enough.
 */
export function kindOf(type: string): { readonly provider: string; readonly kind: string } {
  const [provider = "", module = "", kind = ""] = type.split(":");
  const plain = ["kubernetes", "pulumi-nodejs"].includes(provider) || module === "index";
  const named = plain ? kind : `${module.split("/")[0] ?? ""} ${kind}`;
  return { provider, kind: named };
}

/** Whether it is a component of the program, which is no more than its parts. */
export function isComponent({ type }: Pick<Change, "type">): boolean {
  return type.startsWith("thoughts:");
}

/** The component that a resource is a part of. @returns undefined if it is a part of none */
export function componentOf({ parent = "" }: Pick<Change, "parent">): string | undefined {
  const [, , type = "", ...owner] = parent.split("::");
  return type.includes("thoughts:") ? owner.join("::") : undefined;
}
