import { z } from "zod";
import type { Checked } from "../wire/answers";
import { changesBetween, kindOfChange, pathText, touches, type Difference, type PropertyChange } from "../wire/changes";
import { textAt, type Json, type JsonObject } from "../wire/json";
import { failuresOf } from "../wire/schema";
import { compact, reveal } from "../wire/values";

/** A Helm release. */
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

/** What the official provider tells of a release, without the chart's own resources: no chart was rendered. */
export function outputsOf(inputs: JsonObject, revision: number): JsonObject {
  const told = ["chart", "name", "namespace", "version"].map((key): [string, Json] => [key, inputs[key] ?? ""]);
  return { ...inputs, status: { ...Object.fromEntries(told), revision, status: "deployed" } };
}

/** The ConfigMap that says in the cluster that the release is there. Values may hold secrets, so it has none of them. */
export function recordOf(inputs: JsonObject): JsonObject {
  const [name, namespace, chart, version] = ["name", "namespace", "chart", "version"].map((key) => textAt(inputs, key));
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: `helm-release-${name ?? ""}`,
      namespace: namespace ?? "",
      labels: { "app.kubernetes.io/managed-by": "rehearsal" },
      // Every run of the plugin writes it, each with a field manager of its own otherwise.
      annotations: { "pulumi.com/patchFieldManager": "rehearsal", "pulumi.com/patchForce": "true" },
    },
    data: { chart: chart ?? "", version: version ?? "" },
  };
}
