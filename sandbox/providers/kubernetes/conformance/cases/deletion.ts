import { configMap, deployment, type Case } from "../case";

const held = configMap({ a: "1" }, { finalizers: ["example.com/hold"] });

/** Deleting waits, and says what it waits for. */
export const deletion: readonly Case[] = [
  {
    name: "deleting a Deployment waits until it and its pods are gone",
    token: "kubernetes:apps/v1:Deployment",
    steps: [
      { do: "up", inputs: deployment(2) },
      { do: "destroy", expect: { live: null } },
    ],
  },
  {
    name: "a deletion that does not end names the finalizers",
    token: "kubernetes:core/v1:ConfigMap",
    standInOnly: "the official plugin does not name them",
    steps: [
      { do: "up", inputs: held },
      { do: "destroy", timeout: 1, expect: { refused: ["settings", "still exists after 1 s", "example.com/hold"] } },
      { do: "meanwhile", how: "merge", object: configMap({}, { finalizers: null }) },
      { do: "destroy", expect: { live: null } },
    ],
  },
  {
    name: "deletionPropagationPolicy background deletes the object at once",
    token: "kubernetes:apps/v1:Deployment",
    steps: [
      {
        do: "up",
        inputs: deployment(1, { "pulumi.com/deletionPropagationPolicy": "background" }),
      },
      { do: "destroy", expect: { live: null } },
    ],
  },
];
