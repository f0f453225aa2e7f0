import type { JsonObject } from "../../../wire/json";
import { deployment, type Case } from "../case";

const at = (name: string, annotations: JsonObject = {}) => ({ name, namespace: "{namespace}", annotations });
const pods = (restartPolicy: string): JsonObject => ({
  metadata: { labels: { app: "web" } },
  spec: { restartPolicy, containers: [{ name: "web", image: "example.test/web:1" }] },
});

const service = (spec: JsonObject, annotations: JsonObject = {}) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: at("web", annotations),
  spec: { ports: [{ port: 80 }], ...spec },
});

const ingress = {
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: at("web"),
  spec: { ingressClassName: "nobody", defaultBackend: { service: { name: "web", port: { number: 80 } } } },
};

const job: JsonObject = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: at("migration"),
  // Managed by nobody, so that the case alone says how it ends.
  spec: { managedBy: "example.com/nobody", backoffLimit: 0, template: pods("Never") },
};

const claim: JsonObject = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: at("data"),
  spec: {
    accessModes: ["ReadWriteOnce"],
    storageClassName: "{namespace}",
    resources: { requests: { storage: "1Gi" } },
  },
};

const storageClass = (volumeBindingMode: string) => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "{namespace}" },
  provisioner: "example.com/nobody",
  volumeBindingMode,
});

const unschedulable = { nodeSelector: { "example.com/no-such-node": "true" } };
const stuck = (annotations: JsonObject): JsonObject => {
  const object = deployment(1, annotations);
  const template = {
    metadata: { labels: { app: "web" } },
    spec: { ...(pods("Always").spec as JsonObject), ...unschedulable },
  };
  return { ...object, spec: { ...(object.spec as JsonObject), template } };
};

const workloads: readonly Case[] = [
  {
    name: "a Deployment is done when its replicas are available",
    token: "kubernetes:apps/v1:Deployment",
    steps: [
      { do: "up", inputs: deployment(2), expect: { outputs: { status: { availableReplicas: 2 } } } },
      { do: "up", inputs: deployment(3), expect: { outputs: { status: { availableReplicas: 3 } } } },
    ],
  },
  {
    name: "a StatefulSet is done when its replicas are ready",
    token: "kubernetes:apps/v1:StatefulSet",
    steps: [
      {
        do: "up",
        inputs: {
          apiVersion: "apps/v1",
          kind: "StatefulSet",
          metadata: at("db"),
          spec: { serviceName: "db", replicas: 2, selector: { matchLabels: { app: "web" } }, template: pods("Always") },
        },
        expect: { outputs: { status: { readyReplicas: 2 } } },
      },
    ],
  },
  {
    name: "a DaemonSet that selects no node is done at once",
    token: "kubernetes:apps/v1:DaemonSet",
    steps: [
      {
        do: "up",
        inputs: {
          apiVersion: "apps/v1",
          kind: "DaemonSet",
          metadata: at("agent"),
          spec: {
            selector: { matchLabels: { app: "web" } },
            template: {
              metadata: { labels: { app: "web" } },
              spec: { ...(pods("Always").spec as JsonObject), ...unschedulable },
            },
          },
        },
        expect: { outputs: { status: { desiredNumberScheduled: 0 } } },
      },
    ],
  },
  {
    name: "a Pod is done when it is Ready",
    token: "kubernetes:core/v1:Pod",
    steps: [
      {
        do: "up",
        inputs: { apiVersion: "v1", kind: "Pod", metadata: at("one"), spec: pods("Always").spec as JsonObject },
        expect: { outputs: { status: { phase: "Running" } } },
      },
    ],
  },
  {
    name: "a rollout that does not become ready fails with the reasons of its pods and stays in the state",
    token: "kubernetes:apps/v1:Deployment",
    steps: [
      {
        do: "up",
        inputs: stuck({}),
        timeout: 2,
        expect: { refused: ["web"], kept: true, live: { spec: { replicas: 1 } } },
      },
      { do: "destroy", expect: { live: null } },
    ],
  },
  {
    name: "the reasons name the pod and why it is not scheduled",
    token: "kubernetes:apps/v1:Deployment",
    standInOnly: "the official plugin words its reasons otherwise",
    steps: [
      {
        do: "up",
        inputs: stuck({ "pulumi.com/timeoutSeconds": "2" }),
        expect: {
          refused: ["Deployment {namespace}/web", "not ready after 2 s", "0 of 1", "pod web-", "is not scheduled"],
          kept: true,
        },
      },
    ],
  },
  {
    name: "skipAwait waits for nothing and stays on the object",
    token: "kubernetes:apps/v1:Deployment",
    steps: [
      {
        do: "up",
        inputs: stuck({ "pulumi.com/skipAwait": "true" }),
        expect: { live: { metadata: { annotations: { "pulumi.com/skipAwait": "true" } } } },
      },
    ],
  },
  {
    name: "a Job is done when it is Complete",
    token: "kubernetes:batch/v1:Job",
    steps: [
      {
        do: "up",
        inputs: job,
        during: {
          how: "report",
          object: {
            ...job,
            status: {
              startTime: "2026-01-01T00:00:00Z",
              completionTime: "2026-01-01T00:00:01Z",
              succeeded: 1,
              conditions: [
                { type: "SuccessCriteriaMet", status: "True", reason: "CompletionsReached" },
                { type: "Complete", status: "True", reason: "CompletionsReached" },
              ],
            },
          },
        },
        expect: { outputs: { status: { succeeded: 1 } } },
      },
    ],
  },
  {
    name: "a failed Job fails with its message and stays in the state",
    token: "kubernetes:batch/v1:Job",
    steps: [
      {
        do: "up",
        inputs: job,
        during: {
          how: "report",
          object: {
            ...job,
            status: {
              startTime: "2026-01-01T00:00:00Z",
              failed: 1,
              conditions: [
                { type: "FailureTarget", status: "True", reason: "BackoffLimitExceeded", message: "it broke" },
                { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "it broke" },
              ],
            },
          },
        },
        expect: { refused: ["BackoffLimitExceeded", "it broke"], kept: true },
      },
    ],
  },
];

const network: readonly Case[] = [
  {
    name: "a Service whose selector matches no ready pod is not done",
    token: "kubernetes:core/v1:Service",
    steps: [
      {
        do: "up",
        inputs: service({ selector: { app: "nobody" } }),
        timeout: 1,
        expect: { refused: ["web"], kept: true, live: { spec: { type: "ClusterIP" } } },
      },
    ],
  },
  {
    name: "a Service is done when a selected pod is ready",
    token: "kubernetes:core/v1:Service",
    steps: [
      { do: "meanwhile", how: "create", object: deployment(1) },
      { do: "up", inputs: service({ selector: { app: "web" } }), timeout: 60 },
      { do: "meanwhile", how: "delete", object: deployment(1) },
    ],
  },
  {
    name: "a headless Service, one without selector and an ExternalName wait for nothing",
    token: "kubernetes:core/v1:Service",
    steps: [
      { do: "up", inputs: service({ clusterIP: "None", selector: { app: "nobody" } }), timeout: 5 },
      { do: "up", inputs: service({}), timeout: 5, expect: { operation: "delete and replace" } },
      { do: "destroy" },
      { do: "up", inputs: service({ type: "ExternalName", externalName: "example.com" }), timeout: 5 },
    ],
  },
  {
    name: "a LoadBalancer Service is done when it has an address",
    token: "kubernetes:core/v1:Service",
    steps: [
      {
        do: "up",
        inputs: service({ type: "LoadBalancer" }),
        timeout: 20,
        during: {
          how: "report",
          object: { ...service({}), status: { loadBalancer: { ingress: [{ ip: "192.0.2.8" }] } } },
        },
        expect: { outputs: { status: { loadBalancer: { ingress: [{}] } } } },
      },
    ],
  },
  {
    name: "an Ingress is done when it has an address",
    token: "kubernetes:networking.k8s.io/v1:Ingress",
    steps: [
      {
        do: "up",
        inputs: { ...ingress, metadata: at("web", { "pulumi.com/timeoutSeconds": "20" }) },
        during: {
          how: "report",
          object: { ...ingress, status: { loadBalancer: { ingress: [{ ip: "192.0.2.7" }] } } },
        },
        expect: { outputs: { status: { loadBalancer: { ingress: [{}] } } } },
      },
    ],
  },
];

const storage: readonly Case[] = [
  {
    name: "a claim is done when it is Bound",
    token: "kubernetes:core/v1:PersistentVolumeClaim",
    steps: [
      { do: "meanwhile", how: "create", object: storageClass("Immediate") },
      {
        do: "up",
        inputs: claim,
        timeout: 20,
        during: { how: "report", object: { ...claim, status: { phase: "Bound" } } },
        expect: { operation: "create" },
      },
      { do: "meanwhile", how: "delete", object: storageClass("Immediate") },
    ],
  },
  {
    name: "a claim that binds with its first pod waits for nothing",
    token: "kubernetes:core/v1:PersistentVolumeClaim",
    steps: [
      { do: "meanwhile", how: "create", object: storageClass("WaitForFirstConsumer") },
      { do: "up", inputs: claim, timeout: 5, expect: { live: { status: { phase: "Pending" } } } },
      { do: "meanwhile", how: "delete", object: storageClass("WaitForFirstConsumer") },
    ],
  },
];

/** When an object counts as done. */
export const readiness: readonly Case[] = [...workloads, ...network, ...storage];
