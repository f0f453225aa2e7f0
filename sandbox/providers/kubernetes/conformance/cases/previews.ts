import { configMap, deployment, unknown, type Case } from "../case";

/** Dry runs. */
export const previews: readonly Case[] = [
  {
    name: "a preview shows the server's defaults and creates nothing",
    token: "kubernetes:apps/v1:Deployment",
    steps: [
      {
        do: "preview",
        inputs: deployment(1),
        expect: {
          operation: "create",
          id: "",
          outputs: { spec: { progressDeadlineSeconds: 600, strategy: { type: "RollingUpdate" } } },
          live: null,
        },
      },
    ],
  },
  {
    name: "a preview with values that are not known yet shows the inputs",
    token: "kubernetes:core/v1:ConfigMap",
    steps: [
      {
        do: "preview",
        inputs: configMap({ a: unknown }),
        expect: { operation: "create", outputs: { data: { a: unknown } }, live: null },
      },
    ],
  },
  {
    name: "a preview in a namespace that does not exist yet shows the inputs",
    token: "kubernetes:core/v1:ConfigMap",
    steps: [
      {
        do: "preview",
        inputs: configMap({ a: "1" }, { namespace: "{namespace}-later" }),
        expect: { operation: "create", outputs: { data: { a: "1" } } },
      },
    ],
  },
  {
    name: "a preview of a custom resource whose definition does not exist yet shows the inputs",
    token: "kubernetes:none.example.com/v1:Nothing",
    steps: [
      {
        do: "preview",
        inputs: {
          apiVersion: "none.example.com/v1",
          kind: "Nothing",
          metadata: { name: "x", namespace: "{namespace}" },
          spec: { a: 1 },
        },
        expect: { operation: "create", outputs: { spec: { a: 1 } } },
      },
    ],
  },
  {
    name: "a preview fails where the API server would refuse, in its own words",
    token: "kubernetes:apps/v1:Deployment",
    steps: [
      {
        do: "preview",
        inputs: deployment(-1),
        expect: { refused: ["spec.replicas", "must be greater than or equal to 0"] },
      },
    ],
  },
  {
    name: "a misspelt field is refused by name",
    token: "kubernetes:apps/v1:Deployment",
    standInOnly: "the official plugin asks the server for a warning only",
    steps: [
      {
        do: "preview",
        inputs: deployment(1, {}, { imagePullPolice: "Always" }),
        expect: { refused: ["Deployment {namespace}/web", "imagePullPolice"] },
      },
    ],
  },
  {
    name: "a preview of a replacement under the same name does not fail because the object exists",
    token: "kubernetes:core/v1:ConfigMap",
    steps: [
      { do: "up", inputs: { ...configMap({ a: "1" }), immutable: true } },
      {
        do: "preview",
        inputs: { ...configMap({ a: "2" }), immutable: true },
        expect: {
          operation: "delete and replace",
          outputs: { metadata: { name: "settings" }, data: { a: "2" } },
          live: { data: { a: "1" } },
        },
      },
    ],
  },
];
