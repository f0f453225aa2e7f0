import { configMap, deployment, type Case } from "../case";

const skipAwait = { "pulumi.com/skipAwait": "true" };
// Nothing waits for its deletion, and a new one of its name can't come before it is gone.
const unawaited = deployment(0, { ...skipAwait, "pulumi.com/deletionPropagationPolicy": "background" });
const config = "kubernetes:core/v1:ConfigMap";

const claim = (storage: string, storageClassName: string) => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "data", namespace: "{namespace}", annotations: skipAwait },
  spec: { accessModes: ["ReadWriteOnce"], storageClassName, resources: { requests: { storage } } },
});

const binding = (role: string) => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "RoleBinding",
  metadata: { name: "readers", namespace: "{namespace}" },
  subjects: [{ kind: "User", name: "anna", apiGroup: "rbac.authorization.k8s.io" }],
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role },
});

/** What is updated in place and what is replaced. */
export const changes: readonly Case[] = [
  {
    name: "a change of replicas is an update in place, shown by its path",
    token: "kubernetes:apps/v1:Deployment",
    steps: [
      { do: "up", inputs: deployment(1, skipAwait) },
      {
        do: "preview",
        inputs: deployment(2, skipAwait),
        expect: { operation: "update", diff: { "spec.replicas": "UPDATE" }, outputs: { spec: { replicas: 2 } } },
      },
      { do: "up", inputs: deployment(2, skipAwait), expect: { operation: "update", live: { spec: { replicas: 2 } } } },
    ],
  },
  {
    name: "a label that is taken out of the program is taken off the object",
    token: config,
    steps: [
      { do: "up", inputs: configMap({ a: "1" }, { labels: { team: "blue", tier: "web" } }) },
      {
        do: "up",
        inputs: configMap({ a: "1" }, { labels: { team: "blue" } }),
        expect: { operation: "update", diff: { "metadata.labels.tier": "DELETE" }, without: ["metadata.labels.tier"] },
      },
    ],
  },
  {
    name: "a key with a dot is quoted in the diff's path",
    token: config,
    options: { enableConfigMapMutable: "true" },
    steps: [
      { do: "up", inputs: configMap({ "app.conf": "1" }) },
      { do: "up", inputs: configMap({ "app.conf": "2" }), expect: { diff: { 'data["app.conf"]': "UPDATE" } } },
    ],
  },
  {
    name: "a ConfigMap's data replaces it, deleting first because the name stays",
    token: config,
    steps: [
      { do: "up", inputs: configMap({ a: "1" }) },
      {
        do: "up",
        inputs: configMap({ a: "2" }),
        expect: { operation: "delete and replace", diff: { "data.a": "UPDATE_REPLACE" }, live: { data: { a: "2" } } },
      },
    ],
  },
  {
    name: "with enableConfigMapMutable a ConfigMap's data is updated in place",
    token: config,
    options: { enableConfigMapMutable: "true" },
    steps: [
      { do: "up", inputs: configMap({ a: "1", b: "1" }) },
      { do: "up", inputs: configMap({ a: "2" }), expect: { operation: "update", without: ["data.b"] } },
    ],
  },
  {
    name: "an immutable ConfigMap is replaced even with enableConfigMapMutable",
    token: config,
    options: { enableConfigMapMutable: "true" },
    steps: [
      { do: "up", inputs: { ...configMap({ a: "1" }), immutable: true } },
      {
        do: "up",
        inputs: { ...configMap({ a: "2" }), immutable: true },
        expect: { operation: "delete and replace", live: { data: { a: "2" } } },
      },
    ],
  },
  {
    name: "a new name replaces the object, creating first",
    token: config,
    steps: [
      { do: "up", inputs: configMap({ a: "1" }) },
      {
        do: "up",
        inputs: configMap({ a: "1" }, { name: "others" }),
        expect: { operation: "replace", diff: { "metadata.name": "UPDATE_REPLACE" }, id: "{namespace}/others" },
      },
    ],
  },
  {
    name: "a Deployment's selector replaces it",
    token: "kubernetes:apps/v1:Deployment",
    steps: [
      { do: "up", inputs: unawaited },
      {
        do: "up",
        inputs: JSON.parse(JSON.stringify(unawaited).replaceAll('"app":"web"', '"app":"other"')) as never,
        expect: { operation: "delete and replace", live: { spec: { selector: { matchLabels: { app: "other" } } } } },
      },
    ],
  },
  {
    name: "a claim's request is updated in place and its class replaces it",
    token: "kubernetes:core/v1:PersistentVolumeClaim",
    steps: [
      { do: "up", inputs: claim("1Gi", "none-such") },
      { do: "preview", inputs: claim("1Gi", "another"), expect: { operation: "delete and replace" } },
      {
        do: "up",
        inputs: claim("1Gi", "another"),
        expect: {
          diff: { "spec.storageClassName": "UPDATE_REPLACE" },
          live: { spec: { storageClassName: "another" } },
        },
      },
    ],
  },
  {
    name: "a binding's role replaces it",
    token: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
    steps: [
      { do: "up", inputs: binding("reader") },
      {
        do: "up",
        inputs: binding("writer"),
        expect: { operation: "delete and replace", live: { roleRef: { name: "writer" } } },
      },
    ],
  },
];
