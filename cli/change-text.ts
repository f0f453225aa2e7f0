import type { Change } from "../engine/pulumi/progress";

/** A change in a line: `create  aws ecr Repository  images-frontend`. */
export function changeText({ op, type, name }: Change): string {
  const { provider, kind } = kindOf(type);
  return `${op}  ${provider} ${kind}  ${name}`;
}

/** `aws:ecr/repository:Repository` is an `ecr Repository` of `aws`; in Kubernetes a kind's name is enough. */
export function kindOf(type: string): { readonly provider: string; readonly kind: string } {
  const [provider = "", module = "", kind = ""] = type.split(":");
  const named = provider === "kubernetes" || module === "index" ? kind : `${module.split("/")[0] ?? ""} ${kind}`;
  return { provider, kind: named };
}
