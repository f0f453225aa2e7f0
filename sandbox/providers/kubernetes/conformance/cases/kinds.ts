import { type Case } from "../case";

const crd = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.{namespace}.example.com" },
  spec: {
    group: "{namespace}.example.com",
    scope: "Namespaced",
    names: { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", x_kubernetes_preserve_unknown_fields: true } },
      },
    ],
  },
};

const served = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "gadgets.{namespace}.example.com" },
  spec: {
    group: "{namespace}.example.com",
    scope: "Namespaced",
    names: { plural: "gadgets", singular: "gadget", kind: "Gadget", listKind: "GadgetList" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};

const gadget = (size: number) => ({
  apiVersion: "{namespace}.example.com/v1",
  kind: "Gadget",
  metadata: {
    name: "one",
    namespace: "{namespace}",
    // In the foreground, a deletion waits until the garbage collector has noticed the new kind, up to 30 s.
    annotations: { "pulumi.com/deletionPropagationPolicy": "background" },
  },
  spec: { size, unheardOf: { of: ["by", "any", "model"] } },
});

const refused = (token: string, ...parts: string[]): Case => ({
  name: `${token} is refused by name`,
  token,
  standInOnly: "the official plugin makes it",
  steps: [
    {
      do: "up",
      inputs: { metadata: { name: "x" } },
      expect: { refused: [token, "is not supported", "Supported: ", ...parts] },
    },
  ],
});

/** Custom resources, and what is not made here. */
export const kinds: readonly Case[] = [
  {
    name: "a definition is done when it is Established, and its extensions are spelled as the SDK spells them",
    token: "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
    steps: [
      {
        do: "up",
        inputs: crd,
        expect: {
          operation: "create",
          outputs: {
            spec: { versions: [{ schema: { openAPIV3Schema: { x_kubernetes_preserve_unknown_fields: true } } }] },
          },
        },
      },
      { do: "up", inputs: crd, expect: { operation: "same" } },
      { do: "destroy" },
    ],
  },
  {
    name: "a custom resource is created, updated and deleted with fields that no model knows",
    token: "kubernetes:{namespace}.example.com/v1:Gadget",
    steps: [
      { do: "meanwhile", how: "create", object: served },
      {
        do: "up",
        inputs: gadget(1),
        expect: { operation: "create", live: { spec: { unheardOf: { of: ["by", "any", "model"] } } } },
      },
      {
        do: "up",
        inputs: gadget(2),
        expect: { operation: "update", diff: { "spec.size": "UPDATE" }, live: { spec: { size: 2 } } },
      },
      { do: "destroy", expect: { live: null } },
      { do: "meanwhile", how: "delete", object: served },
    ],
  },
  refused("kubernetes:helm.sh/v3:Chart", "charts"),
  refused("kubernetes:helm.sh/v4:Chart", "charts"),
  refused("kubernetes:yaml/v2:ConfigGroup", "manifests"),
  refused("kubernetes:kustomize/v2:Directory", "overlays"),
  refused("kubernetes:apps/v1:DeploymentPatch", "patches"),
  refused("kubernetes:core/v1:ConfigMapList", "list"),
  refused("kubernetes:core/v1:ReplicationController", "not in its list"),
];
