import { deployment, secret, type Case } from "../case";

const token = "kubernetes:core/v1:Secret";
const PASSWORD = "hunter2-and-more";
const ENCODED = Buffer.from(PASSWORD).toString("base64");

const keys = (contents: object) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "keys", namespace: "{namespace}" },
  ...contents,
});

/** Secrets stay secret. */
export const secrets: readonly Case[] = [
  {
    name: "a Secret's contents are secret in the outputs even if the program did not say so",
    token,
    steps: [
      {
        do: "up",
        inputs: keys({ data: { password: ENCODED } }),
        expect: { secret: ["data"], live: { data: { password: ENCODED } } },
      },
    ],
  },
  {
    name: "stringData reaches the object in base64, and its secrets stay secret after a refresh",
    token,
    steps: [
      {
        do: "up",
        inputs: keys({ stringData: secret({ password: PASSWORD }) }),
        expect: { operation: "create", secret: ["data"], live: { data: { password: ENCODED } } },
      },
      { do: "refresh", expect: { secret: ["data"] } },
      { do: "up", inputs: keys({ stringData: secret({ password: PASSWORD }) }), expect: { operation: "same" } },
    ],
  },
  {
    name: "a Secret is replaced when its contents change",
    token,
    steps: [
      { do: "up", inputs: keys({ stringData: { password: "one" } }) },
      { do: "up", inputs: keys({ stringData: { password: "two" } }), expect: { operation: "delete and replace" } },
    ],
  },
  {
    name: "with enableSecretMutable it is updated in place, and a removed key goes",
    token,
    options: { enableSecretMutable: "true" },
    steps: [
      { do: "up", inputs: keys({ stringData: { password: "one", spare: "x" } }) },
      {
        do: "up",
        inputs: keys({ stringData: { password: "two" } }),
        expect: { operation: "update", live: { data: { password: "dHdv" } }, without: ["data.spare"] },
      },
    ],
  },
  {
    name: "a secret value in another kind is secret in its outputs, at its own path",
    token: "kubernetes:apps/v1:Deployment",
    standInOnly: "the official plugin makes the whole list of containers secret",
    steps: [
      {
        do: "up",
        inputs: deployment(0, {}, { env: [{ name: "PASSWORD", value: secret(PASSWORD) }] }),
        expect: { secret: ["spec.template.spec.containers.0.env.0.value"] },
      },
    ],
  },
  {
    name: "an error that quotes a refused value does not tell a secret",
    token: "kubernetes:apps/v1:Deployment",
    standInOnly: "the official plugin passes the server's words on",
    steps: [
      {
        do: "up",
        inputs: deployment(0, {}, { imagePullPolicy: secret(PASSWORD) }),
        expect: { refused: ["imagePullPolicy", "[secret]"], unsaid: [PASSWORD] },
      },
    ],
  },
];
