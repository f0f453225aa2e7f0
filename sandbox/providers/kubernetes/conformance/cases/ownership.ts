import { configMap, deployment, type Case } from "../case";

const skipAwait = { "pulumi.com/skipAwait": "true" };
const token = "kubernetes:core/v1:ConfigMap";

/** Who owns what: existing objects, other managers, drift, imports. */
export const ownership: readonly Case[] = [
  {
    name: "creating an object that exists is refused",
    token,
    steps: [
      { do: "meanwhile", how: "create", object: configMap({ a: "1" }) },
      { do: "up", inputs: configMap({ a: "1" }), expect: { refused: ["settings", "already exists"] } },
      { do: "meanwhile", how: "delete", object: configMap({}) },
    ],
  },
  {
    name: "with upsertExistingObjects an equal object that exists is adopted",
    token,
    options: { upsertExistingObjects: "true" },
    steps: [
      { do: "meanwhile", how: "create", object: configMap({ a: "1" }) },
      { do: "up", inputs: configMap({ a: "1" }), expect: { operation: "create", live: { data: { a: "1" } } } },
    ],
  },
  {
    name: "a field of another manager is a conflict that names field and manager, and patchForce takes it over",
    token: "kubernetes:apps/v1:Deployment",
    steps: [
      { do: "up", inputs: deployment(1, skipAwait) },
      {
        do: "meanwhile",
        how: "merge",
        object: {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "web", namespace: "{namespace}" },
          spec: { replicas: 3 },
        },
      },
      {
        do: "up",
        inputs: deployment(2, skipAwait),
        expect: { refused: ["conflict", "bystander", ".spec.replicas", "patchForce"], live: { spec: { replicas: 3 } } },
      },
      {
        do: "up",
        inputs: deployment(2, { ...skipAwait, "pulumi.com/patchForce": "true" }),
        expect: { operation: "update", live: { spec: { replicas: 2 } } },
      },
    ],
  },
  {
    name: "a field that another manager added is left alone and shows no difference",
    token,
    steps: [
      { do: "up", inputs: configMap({ a: "1" }) },
      {
        do: "meanwhile",
        how: "merge",
        object: configMap({}, { labels: { "other.example.com/mark": "yes" } }),
      },
      { do: "refresh", expect: { outputs: { metadata: { labels: { "other.example.com/mark": "yes" } } } } },
      { do: "up", inputs: configMap({ a: "1" }), expect: { operation: "same" } },
    ],
  },
  {
    name: "a refresh sees what somebody changed of ours, and the next update shows it",
    token,
    options: { enableConfigMapMutable: "true", enablePatchForce: "true" },
    steps: [
      { do: "up", inputs: configMap({ a: "1" }) },
      { do: "meanwhile", how: "merge", object: configMap({ a: "drifted" }) },
      { do: "refresh", expect: { inputs: { data: { a: "drifted" } } } },
      {
        do: "up",
        inputs: configMap({ a: "1" }),
        expect: { operation: "update", diff: { "data.a": "UPDATE" }, live: { data: { a: "1" } } },
      },
    ],
  },
  {
    name: "a refresh finds that an object is gone, and the next update creates it",
    token,
    steps: [
      { do: "up", inputs: configMap({ a: "1" }) },
      { do: "meanwhile", how: "delete", object: configMap({}) },
      { do: "refresh", expect: { id: "" } },
      { do: "up", inputs: configMap({ a: "1" }), expect: { operation: "create" } },
    ],
  },
  {
    name: "an object deleted behind our back counts as deleted",
    token,
    steps: [
      { do: "up", inputs: configMap({ a: "1" }) },
      { do: "meanwhile", how: "delete", object: configMap({}) },
      { do: "destroy", expect: { live: null } },
    ],
  },
  {
    name: "an import gives inputs that show no difference",
    token,
    steps: [
      { do: "meanwhile", how: "create", object: configMap({ a: "1" }) },
      {
        do: "import",
        id: "{namespace}/settings",
        expect: { id: "{namespace}/settings", inputs: configMap({ a: "1" }) },
      },
      { do: "up", inputs: configMap({ a: "1" }), expect: { operation: "same" } },
    ],
  },
  {
    name: "a quantity that the server spells otherwise shows no difference after a refresh",
    token: "kubernetes:apps/v1:Deployment",
    standInOnly: "the official plugin compares quantities as text",
    steps: [
      { do: "up", inputs: deployment(0, skipAwait, { resources: { requests: { cpu: "1000m", memory: "0.5Gi" } } }) },
      { do: "refresh" },
      {
        do: "up",
        inputs: deployment(0, skipAwait, { resources: { requests: { cpu: "1000m", memory: "0.5Gi" } } }),
        expect: { operation: "same" },
      },
    ],
  },
];
