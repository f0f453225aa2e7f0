import { configMap, type Case } from "../case";

const token = "kubernetes:core/v1:ConfigMap";
const unnamed = { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: "{namespace}" }, data: { a: "1" } };

/** Names, namespaces and ids. */
export const naming: readonly Case[] = [
  {
    name: "an object is named as written, and its id is namespace/name",
    token,
    steps: [
      {
        do: "up",
        inputs: configMap({ a: "1" }),
        expect: { operation: "create", id: "{namespace}/settings", live: { data: { a: "1" } } },
      },
      { do: "up", inputs: configMap({ a: "1" }), expect: { operation: "same", diff: {} } },
      { do: "destroy", expect: { live: null } },
    ],
  },
  {
    name: "an object without a name is named after its resource, is marked, and keeps the name",
    token,
    logicalName: "automatic",
    steps: [
      {
        do: "up",
        inputs: unnamed,
        expect: { operation: "create", outputs: { metadata: { annotations: { "pulumi.com/autonamed": "true" } } } },
      },
      { do: "up", inputs: unnamed, expect: { operation: "same" } },
      {
        do: "up",
        inputs: { ...unnamed, data: { a: "2" } },
        expect: { operation: "replace", diff: { "data.a": "UPDATE_REPLACE" } },
      },
    ],
  },
  {
    name: "generateName is refused, because server-side apply needs a name",
    token,
    steps: [
      {
        do: "up",
        inputs: { ...unnamed, metadata: { generateName: "some-", namespace: "{namespace}" } },
        expect: { refused: ["generateName", "not supported"] },
      },
    ],
  },
  {
    name: "a namespaced object without a namespace goes where the kubeconfig's context says",
    token,
    steps: [
      {
        do: "preview",
        inputs: { ...configMap({}), metadata: { name: "{namespace}" } },
        expect: { operation: "create", inputs: { metadata: { namespace: "default" } } },
      },
    ],
  },
  {
    name: "the provider's namespace is where objects without one go",
    token,
    options: { namespace: "kube-public" },
    steps: [
      {
        do: "up",
        inputs: { ...configMap({ a: "1" }), metadata: { name: "{namespace}" } },
        expect: { operation: "create", id: "kube-public/{namespace}" },
      },
    ],
  },
  {
    name: "an object of the whole cluster gets no namespace, and its id is its name",
    token: "kubernetes:core/v1:Namespace",
    steps: [
      {
        do: "up",
        inputs: { apiVersion: "v1", kind: "Namespace", metadata: { name: "{namespace}-more" } },
        expect: { operation: "create", id: "{namespace}-more", outputs: { status: { phase: "Active" } } },
      },
      { do: "destroy", expect: { live: null } },
    ],
  },
];
