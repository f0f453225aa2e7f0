import { stringify } from "yaml";
import { isObject, textAt, type Json, type JsonObject } from "../providers/wire/json";

/** A Kubernetes object as a file of its own. */
export interface Manifest {
  /** Relative: `example/frontend/deployment-frontend.yaml`. */
  readonly path: string;
  /** YAML with sorted keys. */
  readonly text: string;
}

const MASK = "<secret>";

/** Where objects go that belong to no single service. */
const SHARED = "shared";
/** Where objects go that belong to no namespace. */
const CLUSTER = "_cluster";

/** The manifest of an object, without the contents of a Secret. */
export function manifestOf(object: JsonObject): Manifest {
  // Readers of Kubernetes' tools take a bare `on` for true, as YAML 1.1 does.
  const text = stringify(masked(object), { sortMapEntries: true, lineWidth: 0, compat: "yaml-1.1" });
  return { path: pathOf(object), text };
}

function pathOf(object: JsonObject): string {
  const file = `${textAt(object, "kind").toLowerCase()}-${stableName(object)}.yaml`;
  const namespace = textAt(object, "metadata", "namespace");
  if (namespace === "") return `${CLUSTER}/${file}`;
  // Only what belongs to a service has the label `app`; a Service object has a name of its own there.
  const service = textAt(object, "metadata", "labels", "app") === "" ? SHARED : nameLabel(object);
  return `${namespace}/${service}/${file}`;
}

/** Without the hash of the content, so that a changed content is a changed file and not another one. */
function stableName(object: JsonObject): string {
  const name = textAt(object, "metadata", "name");
  const base = nameLabel(object);
  return name.startsWith(`${base}-`) && /^[0-9a-f]{8}$/.test(name.slice(base.length + 1)) ? base : name;
}

function nameLabel(object: JsonObject): string {
  return textAt(object, "metadata", "labels", "app.kubernetes.io/name");
}

function masked(object: JsonObject): JsonObject {
  if (object.kind !== "Secret") return object;
  const hide = (values: Json | undefined): JsonObject =>
    isObject(values) ? Object.fromEntries(Object.keys(values).map((key) => [key, MASK])) : {};
  return {
    ...object,
    ...(object.data !== undefined && { data: hide(object.data) }),
    ...(object.stringData !== undefined && { stringData: hide(object.stringData) }),
  };
}
