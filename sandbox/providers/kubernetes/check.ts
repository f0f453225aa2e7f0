import { createHash, randomBytes } from "node:crypto";

import type { Checked } from "../wire/answers";
import { isObject, textAt, type Json, type JsonObject } from "../wire/json";
import type { Kind } from "./kinds";
import { AUTONAMED } from "./metadata";
import { compact, isSecret, isUnknown, reveal, secret, unwrap } from "../wire/values";

/** What the engine's `pulumi:autonaming` setting asks for. */
export interface Autonaming {
  readonly mode: "propose" | "enforce" | "disabled";
  /** The name that the engine made; empty when disabled. */
  readonly proposedName: string;
}

export interface Naming {
  readonly logicalName: string;
  /** Empty when the engine sends none; then the suffix is random. */
  readonly randomSeed: Uint8Array;
  readonly autonaming?: Autonaming;
}

function suffix(naming: Naming): string {
  if (naming.randomSeed.length === 0) return randomBytes(4).toString("hex");
  return createHash("sha256").update(naming.randomSeed).update(naming.logicalName).digest("hex").slice(0, 8);
}

/** The metadata with a name and the mark that it was made here. */
function named(metadata: JsonObject, name: string): JsonObject {
  const annotations = unwrap(metadata.annotations);
  // Nothing can be put into annotations that are not known yet; the mark follows when they are.
  if (isUnknown(annotations)) return { ...metadata, name };
  return { ...metadata, name, annotations: { ...(isObject(annotations) ? annotations : {}), [AUTONAMED]: "true" } };
}

function assignName(metadata: JsonObject, olds: JsonObject, naming: Naming): JsonObject | string {
  const present = metadata.name;
  if (metadata.generateName !== undefined) {
    return (
      "metadata.generateName is not supported in server-side apply mode, which needs a name; " +
      "write metadata.name, or leave both out to get `<logical name>-<8 hex>`"
    );
  }
  if (present !== undefined && present !== "") return metadata;
  const former = textAt(olds, "metadata", "name");
  const formerAutonamed = textAt(olds, "metadata", "annotations", AUTONAMED) === "true";
  if (former !== "" && formerAutonamed) return named(metadata, former);
  if (naming.autonaming?.mode === "disabled") {
    return "automatic naming is disabled by pulumi:autonaming, so metadata.name must be set; write it";
  }
  if (naming.autonaming) return named(metadata, naming.autonaming.proposedName);
  return named(metadata, `${naming.logicalName}-${suffix(naming)}`);
}

/** Read-only metadata that an import or a copied manifest may carry. */
const SERVER_OWNED = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/**
 * Completes the inputs of an object: apiVersion and kind, a name, a namespace. Secret and unknown markers stay where
 * they are.
 * @param olds the inputs of the last update; empty for a new object
 * @param namespace the default namespace; empty for an object of the whole cluster
 */
export function check(kind: Kind, olds: JsonObject, news: JsonObject, naming: Naming, namespace: string): Checked {
  const inputs = compact({ ...news, apiVersion: news.apiVersion ?? kind.apiVersion, kind: kind.kind });
  if (!isObject(inputs)) return { inputs: news, failures: [] };
  const marked = inputs.metadata ?? {};
  const metadata = unwrap(marked);
  if (isUnknown(metadata)) return { inputs, failures: [] };
  if (!isObject(metadata)) {
    return { inputs, failures: [{ property: "metadata", reason: "metadata must be an object; correct it" }] };
  }
  const own = Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVER_OWNED.includes(key)));
  const result = assignName(own, plainOlds(olds), naming);
  if (typeof result === "string") return { inputs, failures: [{ property: "metadata.name", reason: result }] };
  const placed = namespace === "" || (result.namespace ?? "") !== "" ? result : { ...result, namespace };
  const complete: Json = isSecret(marked) ? secret(placed) : placed;
  return { inputs: { ...inputs, metadata: complete }, failures: [] };
}

function plainOlds(olds: JsonObject): JsonObject {
  const revealed = reveal(olds);
  return isObject(revealed) ? revealed : {};
}
