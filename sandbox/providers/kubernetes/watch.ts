import type { Cluster } from "./cluster";
import { ApiError, UnreachableError } from "./errors";
import { objectsAt, textAt, type JsonObject } from "../wire/json";

/** A set of objects to keep an eye on. */
export interface Selection {
  /** The path of the collection. */
  readonly path: string;
  /** `fieldSelector` or `labelSelector`. */
  readonly query: Readonly<Record<string, string>>;
}

/** The one object of this name in a collection. */
export const onlyNamed = (path: string, name: string): Selection => ({
  path,
  query: { fieldSelector: `metadata.name=${name}` },
});

const GONE = 410;

/** The present objects of a selection and the version to watch from. */
export async function list(
  cluster: Cluster,
  selection: Selection,
  signal?: AbortSignal,
): Promise<{ items: JsonObject[]; version: string }> {
  const answer = await cluster.call({ method: "GET", path: selection.path, query: selection.query, signal });
  return { items: objectsAt(answer, "items"), version: textAt(answer, "metadata", "resourceVersion") };
}

const version = (object: JsonObject): string => textAt(object, "metadata", "resourceVersion");

/**
 * Shows `see` the selected objects, first as they are and then after every change, until it returns true.
 * Watches and never polls; a watch that ends early is taken up where it ended.
 * @param since an object just returned by the server: saves the first look
 * @throws the signal's reason when it ends the watch
 */
export async function follow(
  cluster: Cluster,
  selection: Selection,
  see: (objects: readonly JsonObject[]) => boolean,
  signal: AbortSignal,
  since?: JsonObject,
): Promise<void> {
  let from = since ? version(since) : "";
  let objects = new Map(since ? [[textAt(since, "metadata", "name"), since]] : []);
  for (;;) {
    signal.throwIfAborted();
    if (from === "") {
      const now = await list(cluster, selection, signal);
      from = now.version;
      objects = new Map(now.items.map((item) => [textAt(item, "metadata", "name"), item]));
      if (see([...objects.values()])) return;
    }
    const query = { ...selection.query, resourceVersion: from, allowWatchBookmarks: "true" };
    try {
      for await (const { type, object } of cluster.watch(selection.path, query, signal)) {
        if (type === "ERROR") throw new ApiError(Number(object.code ?? GONE), object);
        from = version(object);
        if (type === "BOOKMARK") continue;
        const name = textAt(object, "metadata", "name");
        if (type === "DELETED") objects.delete(name);
        else objects.set(name, object);
        if (see([...objects.values()])) return;
      }
    } catch (error) {
      if (signal.aborted || error instanceof UnreachableError) throw error;
      if (error instanceof ApiError && error.status !== GONE) throw error;
      from = "";
    }
  }
}
