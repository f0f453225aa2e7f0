import { z } from "zod";
import type { Checked } from "../wire/answers";
import { changesBetween, kindOfChange, pathText, touches, type Difference, type PropertyChange } from "../wire/changes";
import { numberAt, textAt, type Json, type JsonObject } from "../wire/json";
import { failuresOf } from "../wire/schema";
import { compact, reveal } from "../wire/values";
import type { Cluster } from "./cluster";
import { ApiError } from "./errors";
import { kindOf } from "./kinds";
import { parseId } from "./metadata";

/** A Helm release. No chart is fetched or rendered here: what was asked for is checked, and written down in the cluster. */
export const RELEASE = "kubernetes:helm.sh/v3:Release";

/** @see https://helm.sh/docs/chart_template_guide/builtin_objects/ and the schema of the official provider */
const INPUTS = z.strictObject({
  name: z.string().regex(/^(?=.{1,53}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, {
    error: ({ input }) => `"${String(input)}" is no release's name; use 1 to 53 lower-case letters, digits and hyphens`,
  }),
  namespace: z.string(),
  chart: z.string().min(1),
  // Without it, today's latest chart is installed, and tomorrow's the next time.
  version: z.string().regex(/^v?\d+\.\d+\.\d+/, { error: `version: name one chart version such as "3.5.0"` }),
  repositoryOpts: z.strictObject({ repo: z.url() }),
  values: z.record(z.string(), z.unknown()).optional(),
  atomic: z.boolean().optional(),
  cleanupOnFail: z.boolean().optional(),
  skipAwait: z.boolean().optional(),
  maxHistory: z.int().min(0).optional(),
  timeout: z.int().min(1).optional(),
  // Every program's SDK says so of itself.
  compat: z.literal("true").optional(),
});

/** What can't be changed in a release. */
const REPLACES = ["name", "namespace"];

const RECORD = kindOf("kubernetes:core/v1:ConfigMap");

export function checkRelease(news: JsonObject): Checked {
  const inputs = compact(news) as JsonObject;
  return { inputs, failures: failuresOf(INPUTS, reveal(inputs) as JsonObject, RELEASE) };
}

export function diffRelease(olds: JsonObject, news: JsonObject): Difference {
  const changes = new Map<string, PropertyChange>();
  for (const change of changesBetween(reveal(olds), reveal(news))) {
    const replaces = REPLACES.some((path) => touches(change, path));
    changes.set(pathText(change.path), { kind: kindOfChange(change), replaces });
  }
  const replaces = [...changes].filter(([, change]) => change.replaces).map(([path]) => path);
  return { changes, replaces, deleteBeforeReplace: false };
}

/** @throws {ApiError} if there is a release of this name */
export async function createRelease(
  cluster: Cluster,
  inputs: JsonObject,
): Promise<{ id: string; properties: JsonObject }> {
  await cluster.call({ method: "POST", path: await collection(cluster, inputs), body: recordOf(inputs, 1) });
  return { id: `${textAt(inputs, "namespace")}/${textAt(inputs, "name")}`, properties: outputs(inputs, 1) };
}

export async function updateRelease(cluster: Cluster, olds: JsonObject, inputs: JsonObject): Promise<JsonObject> {
  const revision = numberAt(olds, 0, "status", "revision") + 1;
  const record = recordOf(inputs, revision);
  const path = `${await collection(cluster, inputs)}/${textAt(record, "metadata", "name")}`;
  await cluster.call({ method: "PATCH", path, body: record, contentType: "application/merge-patch+json" });
  return outputs(inputs, revision);
}

/** @returns undefined if it is not there */
export async function readRelease(cluster: Cluster, id: string): Promise<JsonObject | undefined> {
  const { namespace, name } = parseId(id);
  const record = await cluster.get(RECORD, namespace, recordName(name));
  if (record === undefined) return undefined;
  const inputs = JSON.parse(textAt(record, "data", "asked")) as JsonObject;
  return outputs(inputs, Number(textAt(record, "data", "revision")));
}

export async function deleteRelease(cluster: Cluster, id: string): Promise<void> {
  const { namespace, name } = parseId(id);
  const path = `${await cluster.collection(RECORD, namespace)}/${recordName(name)}`;
  try {
    await cluster.call({ method: "DELETE", path });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

function collection(cluster: Cluster, inputs: JsonObject): Promise<string> {
  return cluster.collection(RECORD, textAt(inputs, "namespace"));
}

function recordName(release: string): string {
  return `helm-release-${release}`;
}

function recordOf(marked: JsonObject, revision: number): JsonObject {
  const inputs = reveal(marked) as JsonObject;
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: recordName(textAt(inputs, "name")), labels: { "app.kubernetes.io/managed-by": "stand-in" } },
    data: { asked: JSON.stringify(inputs), revision: String(revision) },
  };
}

/** As the official provider tells it, but for the chart's own resources: those are known to whoever renders it. */
function outputs(inputs: JsonObject, revision: number): JsonObject {
  const told: readonly [string, Json][] = ["chart", "name", "namespace", "version"].map((key) => [
    key,
    inputs[key] ?? "",
  ]);
  return { ...inputs, status: { ...Object.fromEntries(told), revision, status: "deployed" } };
}
