import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import type { Cluster } from "./cluster";
import { ApiError, NoSuchKindError } from "./errors";
import { asText, at, isObject, objectAt, textAt, without, withValue, type JsonObject } from "../wire/json";
import type { Kind } from "./kinds";
import { annotation, PATCH_FIELD_MANAGER, PATCH_FORCE, title } from "./metadata";
import { UNKNOWN } from "../wire/values";

export interface Apply {
  readonly cluster: Cluster;
  readonly kind: Kind;
  /** Without markers, as the API server is to have it. */
  readonly object: JsonObject;
  readonly fieldManager: string;
  /** Take over fields of other managers; the provider's `enablePatchForce`, or the annotation. */
  readonly force: boolean;
  readonly cancelled: AbortSignal;
}

/**
 * The name under which fields are owned: as annotated, as in the state, or one made from the URN, so that a run after a
 * crash owns the same fields. (The official provider draws a random one.)
 */
export function fieldManager(urn: string, inputs: JsonObject, former: string): string {
  const annotated = annotation(inputs, PATCH_FIELD_MANAGER);
  const made = `pulumi-kubernetes-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;
  return annotated || former || made;
}

/** A Secret's `stringData` is folded into `data` here: as fields of its own, they could never be removed again. */
function body(object: JsonObject): JsonObject {
  const written = object.stringData;
  if (textAt(object, "kind") !== "Secret" || !isObject(written)) return object;
  const encoded = Object.entries(written).map(([key, value]): [string, string] => [
    key,
    Buffer.from(asText(value), "utf8").toString("base64"),
  ]);
  return { ...without(object, "stringData"), data: { ...objectAt(object, "data"), ...Object.fromEntries(encoded) } };
}

async function send(apply: Apply, dryRun: boolean): Promise<JsonObject> {
  const name = textAt(apply.object, "metadata", "name");
  const collection = await apply.cluster.collection(apply.kind, textAt(apply.object, "metadata", "namespace"));
  const forced = annotation(apply.object, PATCH_FORCE);
  return apply.cluster.call({
    method: "PATCH",
    path: `${collection}/${encodeURIComponent(name)}`,
    query: {
      fieldManager: apply.fieldManager,
      fieldValidation: "Strict",
      force: String(forced === "" ? apply.force : forced === "true"),
      ...(dryRun ? { dryRun: "All" } : {}),
    },
    body: body(apply.object),
    contentType: "application/apply-patch+yaml",
    signal: apply.cancelled,
  });
}

const manager = (message: string): string => /conflict with "([^"]*)"/.exec(message)?.[1] ?? "another manager";

/** The server's words with what they are about in front, and what to do where that is known. */
export function told(error: unknown, object: JsonObject): unknown {
  if (!(error instanceof ApiError)) return error;
  const conflicts = error.causes.filter((cause) => textAt(cause, "reason") === "FieldManagerConflict");
  const fields = conflicts.map(
    (cause) => `${textAt(cause, "field")} (managed by ${manager(textAt(cause, "message"))})`,
  );
  const message =
    fields.length === 0
      ? `${title(object)}: ${error.message}`
      : `${title(object)}: conflict: other managers own ${fields.join(", ")}. Leave these fields out, ` +
        'or take them over with the annotation `pulumi.com/patchForce: "true"`';
  return new ApiError(error.status, { ...error.body, message });
}

const exists = (object: JsonObject, kind: Kind, plural: string): ApiError => {
  const resource = kind.group === "" ? plural : `${plural}.${kind.group}`;
  const name = textAt(object, "metadata", "name");
  const message =
    `${resource} ${JSON.stringify(name)} already exists. Import it, delete it, give the resource another name ` +
    "(an alias, if it was renamed), or let the provider adopt it with `upsertExistingObjects: true`";
  return new ApiError(409, { reason: "AlreadyExists", message });
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;
const RETRIES = 10;

/** Tries again while a namespace or a kind created in the same update is not there yet. */
async function patiently<T>(attempt: () => Promise<T>, cancelled: AbortSignal): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await attempt();
    } catch (error) {
      const early = error instanceof NoSuchKindError || (error instanceof ApiError && error.status === 404);
      if (!early || retry === RETRIES) throw error;
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** retry, LONGEST_PAUSE_MS), undefined, { signal: cancelled });
    }
  }
}

/**
 * Creates an object by server-side apply. Refuses one that exists unless `upsert`: as the official provider does, whose
 * option `upsertExistingObjects` says why.
 */
export async function create(apply: Apply, upsert: boolean): Promise<JsonObject> {
  try {
    return await patiently(async () => {
      const { plural } = await apply.cluster.served(apply.kind);
      const namespace = textAt(apply.object, "metadata", "namespace");
      const name = textAt(apply.object, "metadata", "name");
      const present = upsert ? undefined : await apply.cluster.get(apply.kind, namespace, name, apply.cancelled);
      if (present) throw exists(apply.object, apply.kind, plural);
      return send(apply, false);
    }, apply.cancelled);
  } catch (error) {
    throw told(error, apply.object);
  }
}

/**
 * Updates an object by server-side apply.
 * @throws ApiError 404 when it no longer exists: it was deleted behind the engine's back
 */
export async function update(apply: Apply, dryRun: boolean): Promise<JsonObject> {
  try {
    const namespace = textAt(apply.object, "metadata", "namespace");
    const name = textAt(apply.object, "metadata", "name");
    const present = await apply.cluster.get(apply.kind, namespace, name, apply.cancelled);
    if (!present) {
      const message = "not found: it was deleted outside this program. Run `pulumi refresh`, then update again";
      throw new ApiError(404, { reason: "NotFound", message });
    }
    return await send(apply, dryRun);
  } catch (error) {
    throw told(error, apply.object);
  }
}

/** What the server decides anew for every object; a dry run's values are not those that the object will have. */
const DECIDED_AT_CREATION: readonly (readonly string[])[] = [
  ["metadata", "uid"],
  ["metadata", "creationTimestamp"],
  ["metadata", "resourceVersion"],
  ["spec", "clusterIP"],
  ["spec", "clusterIPs"],
  ["spec", "healthCheckNodePort"],
];

function undecided(live: JsonObject, inputs: JsonObject): JsonObject {
  return DECIDED_AT_CREATION.reduce(
    (object, path) =>
      at(object, ...path) === undefined || at(inputs, ...path) !== undefined
        ? object
        : withValue(object, path, UNKNOWN),
    without(live, "status"),
  );
}

const MOST_NAME_CHARACTERS = 50;

/** Names with a dot mean something to the server (a definition's `plural.group`), so they cannot be varied. */
const variant = (name: string): string | undefined =>
  name.includes(".") ? undefined : `${name.slice(0, MOST_NAME_CHARACTERS)}-preview`;

const immutable = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 422 && /immutable|forbidden|may not change/i.test(error.message);

/**
 * What an object would be like once created: the server's answer to a dry run, with unknowns for what it decides later.
 * An object of that name may exist, when it is about to be replaced: then the dry run is made under another name.
 * @returns `undefined` when there is no telling: the namespace or the kind comes later in the same update
 */
export async function previewCreate(apply: Apply, upsert: boolean): Promise<JsonObject | undefined> {
  const name = textAt(apply.object, "metadata", "name");
  const namespace = textAt(apply.object, "metadata", "namespace");
  try {
    const taken = !upsert && (await apply.cluster.get(apply.kind, namespace, name, apply.cancelled)) !== undefined;
    if (!taken) {
      try {
        return undecided(await send(apply, true), apply.object);
      } catch (error) {
        if (!immutable(error) || !upsert) throw error;
      }
    }
    const other = variant(name);
    if (other === undefined) return undefined;
    const renamed = withValue(apply.object, ["metadata", "name"], other);
    return withValue(
      undecided(await send({ ...apply, object: renamed }, true), apply.object),
      ["metadata", "name"],
      name,
    );
  } catch (error) {
    if (error instanceof NoSuchKindError) return undefined;
    if (error instanceof ApiError && (error.namespaceMissing || error.status === 403)) return undefined;
    throw told(error, apply.object);
  }
}
