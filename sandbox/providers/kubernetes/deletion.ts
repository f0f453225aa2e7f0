import type { Cluster } from "./cluster";
import { ApiError, NoSuchKindError } from "./errors";
import { asText, at, textAt, type Json, type JsonObject } from "../wire/json";
import type { Kind } from "./kinds";
import { annotation, propagationPolicy, SKIP_AWAIT, title } from "./metadata";
import { follow, onlyNamed } from "./watch";

export interface Deletion {
  readonly cluster: Cluster;
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
  /** For its annotations. */
  readonly inputs: JsonObject;
  readonly timeoutSeconds: number;
  readonly cancelled: AbortSignal;
  readonly report: (status: string) => void;
}

/** Kinds for which the official provider lets `pulumi.com/skipAwait` skip the wait for a deletion, too. */
const SKIPPABLE = new Set(["Namespace", "Pod", "DaemonSet", "Deployment", "StatefulSet", "Job"]);

const texts = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(asText) : []);

/** What holds a dying object: its finalizers, those of a namespace, and what a namespace says of its contents. */
export function holders(live: JsonObject): string[] {
  const finalizers = [...texts(at(live, "metadata", "finalizers")), ...texts(at(live, "spec", "finalizers"))];
  const conditions = at(live, "status", "conditions");
  const contents = (Array.isArray(conditions) ? conditions : [])
    .filter((entry) => /Remaining|Failure/.test(textAt(entry, "type")) && textAt(entry, "status") === "True")
    .map((entry) => textAt(entry, "message"));
  return [...(finalizers.length === 0 ? [] : [`its finalizers are ${finalizers.join(", ")}`]), ...contents];
}

async function untilGone(deletion: Deletion, path: string, dying: JsonObject): Promise<void> {
  let live = dying;
  const uid = textAt(dying, "metadata", "uid");
  const timer = AbortSignal.timeout(deletion.timeoutSeconds * 1000);
  const see = (objects: readonly JsonObject[]): boolean => {
    const [found] = objects;
    if (!found || textAt(found, "metadata", "uid") !== uid) return true;
    live = found;
    deletion.report(["being deleted", ...holders(found)].join("; "));
    return false;
  };
  try {
    const signal = AbortSignal.any([deletion.cancelled, timer]);
    await follow(deletion.cluster, onlyNamed(path, deletion.name), see, signal, dying);
  } catch (error) {
    if (!timer.aborted && !deletion.cancelled.aborted) throw error;
    const why = timer.aborted
      ? `still exists after ${deletion.timeoutSeconds} s`
      : "still exists; the wait was cancelled";
    const held = holders(live).join("; ") || "nothing on the object says why";
    throw new Error(
      `${title(live)}: ${why}: ${held}. Run the controllers that clear the finalizers, or remove them ` +
        "(`kubectl edit`), then run the operation again",
      { cause: error },
    );
  }
}

/** Deletes an object and waits until it is gone; one that does not exist counts as deleted. */
export async function remove(deletion: Deletion): Promise<void> {
  const path = await deletion.cluster.collection(deletion.kind, deletion.namespace).catch((error: unknown) => {
    if (error instanceof NoSuchKindError) return undefined; // with the definition went its objects
    throw error;
  });
  if (path === undefined) return;
  let answer: JsonObject;
  try {
    answer = await deletion.cluster.call({
      method: "DELETE",
      path: `${path}/${encodeURIComponent(deletion.name)}`,
      body: { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: propagationPolicy(deletion.inputs) },
      signal: deletion.cancelled,
    });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return;
    throw error;
  }
  if (textAt(answer, "metadata", "deletionTimestamp") === "") return;
  if (annotation(deletion.inputs, SKIP_AWAIT) === "true" && SKIPPABLE.has(deletion.kind.kind)) return;
  await untilGone(deletion, path, answer);
}
