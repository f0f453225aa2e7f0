import { textAt, type Json } from "../wire/json";

/**
 * The annotations by which a program steers the provider. They stay on the object, as the official provider leaves
 * them. Source: https://www.pulumi.com/registry/packages/kubernetes/ ("Annotations").
 */
export const AUTONAMED = "pulumi.com/autonamed";
export const SKIP_AWAIT = "pulumi.com/skipAwait";
export const WAIT_FOR = "pulumi.com/waitFor";
export const TIMEOUT_SECONDS = "pulumi.com/timeoutSeconds";
export const REPLACE_UNREADY = "pulumi.com/replaceUnready";
export const PATCH_FORCE = "pulumi.com/patchForce";
export const PATCH_FIELD_MANAGER = "pulumi.com/patchFieldManager";
export const DELETION_PROPAGATION = "pulumi.com/deletionPropagationPolicy";

/** How long to wait for an object unless the program says otherwise, in seconds. */
export const DEFAULT_TIMEOUT_SECONDS = 600;

/** An annotation's value; empty when it is absent. */
export function annotation(object: Json, key: string): string {
  return textAt(object, "metadata", "annotations", key);
}

/**
 * How long to wait, in seconds: the program's `customTimeouts`, then the annotation, then ten minutes.
 * @param requested what the engine passes from `customTimeouts`; 0 when there is none
 */
export function timeoutSeconds(requested: number, inputs: Json): number {
  if (requested > 0) return requested;
  const annotated = Number(annotation(inputs, TIMEOUT_SECONDS));
  return Number.isInteger(annotated) && annotated > 0 ? annotated : DEFAULT_TIMEOUT_SECONDS;
}

/** How the API server treats what depends on a deleted object; foreground unless annotated otherwise. */
export function propagationPolicy(inputs: Json): "Foreground" | "Background" | "Orphan" {
  switch (annotation(inputs, DELETION_PROPAGATION).toLowerCase()) {
    case "orphan":
      return "Orphan";
    case "background":
      return "Background";
    default:
      return "Foreground";
  }
}

/** `namespace/name`, or the name alone for an object of the whole cluster: the id in the engine's state. */
export function idOf(object: Json): string {
  const namespace = textAt(object, "metadata", "namespace");
  const name = textAt(object, "metadata", "name");
  return namespace === "" ? name : `${namespace}/${name}`;
}

/**
 * Reads an id.
 * @throws Error when it is neither `name` nor `namespace/name`
 */
export function parseId(id: string): { namespace: string; name: string } {
  const [first = "", second, ...rest] = id.split("/");
  const name = second ?? first;
  if (name === "" || rest.length > 0) {
    throw new Error(`id (${JSON.stringify(id)}) must be \`name\` or \`namespace/name\`; correct it`);
  }
  return { namespace: second === undefined ? "" : first, name };
}

/** How messages name an object: `Deployment default/web`. */
export function title(object: Json): string {
  return `${textAt(object, "kind")} ${idOf(object)}`;
}
