import { specialSecretSig, specialSigKey, unknownValue } from "@pulumi/pulumi/runtime/rpc";

import type { Json, JsonObject } from "../../wire/json";
import type { Operation } from "./resource";

/** What must hold after a step; what is left out is not looked at. */
export interface Expectation {
  readonly operation?: Operation;
  /** The detailed diff as a whole: `{ "spec.replicas": "UPDATE" }`. */
  readonly diff?: Readonly<Record<string, string>>;
  /** Parts of the inputs and outputs in the engine's state. */
  readonly inputs?: JsonObject;
  readonly outputs?: JsonObject;
  readonly id?: string;
  /** Paths in the outputs that must be secret, with dots between the steps. */
  readonly secret?: readonly string[];
  /** Parts of the object in the cluster; `null` for none of that name. */
  readonly live?: JsonObject | null;
  /** Keys under a path of the object in the cluster that must not be there. */
  readonly without?: readonly string[];
  /** The step fails, and its message has all these parts. */
  readonly refused?: readonly string[];
  /** Parts that the message of a failed step must not have. */
  readonly unsaid?: readonly string[];
  /** Whether the engine keeps the resource in its state although the step failed. */
  readonly kept?: boolean;
}

/** What somebody else does with an object of the cluster; `report` writes its status. */
export interface Meanwhile {
  readonly how: "create" | "merge" | "report" | "delete";
  readonly object: JsonObject;
}

export type Step =
  | {
      readonly do: "up";
      readonly inputs: JsonObject;
      /** Seconds, as from `customTimeouts`. */
      readonly timeout?: number;
      /** What somebody else does while the plugin waits. */
      readonly during?: Meanwhile;
      readonly expect?: Expectation;
    }
  | { readonly do: "preview"; readonly inputs: JsonObject; readonly expect?: Expectation }
  | { readonly do: "refresh"; readonly expect?: Expectation }
  | { readonly do: "destroy"; readonly timeout?: number; readonly expect?: Expectation }
  | { readonly do: "import"; readonly id: string; readonly expect?: Expectation }
  | ({ readonly do: "meanwhile" } & Meanwhile);

/**
 * One behaviour: a resource, what happens to it, and what must come of it. Wherever a text has `{namespace}`, the
 * namespace that the case has for itself is put in.
 */
export interface Case {
  /** A sentence. */
  readonly name: string;
  readonly token: string;
  /** The logical name. @default "subject" */
  readonly logicalName?: string;
  /** Provider options besides the kubeconfig. @default - none */
  readonly options?: Readonly<Record<string, string>>;
  /** Why the official plugin does otherwise. @default - it does the same */
  readonly standInOnly?: string;
  readonly steps: readonly Step[];
}

/** Marks a value as secret, as the engine does. */
export const secret = (value: Json): JsonObject => ({ [specialSigKey]: specialSecretSig, value });

/** A value that is not known in a preview. */
export const unknown: string = unknownValue;

const metadata = (name: string, more: JsonObject): JsonObject => ({ name, namespace: "{namespace}", ...more });

export const configMap = (data: JsonObject, more: JsonObject = {}): JsonObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: metadata("settings", more),
  data,
});

/** A Deployment as small as the API allows; `annotations` steer the provider. */
export const deployment = (replicas: number, annotations: JsonObject = {}, container: JsonObject = {}): JsonObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: metadata("web", { annotations }),
  spec: {
    replicas,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "web", image: "example.test/web:1", ...container }] },
    },
  },
});
