import { describe, expect, it } from "vitest";

import type { JsonObject } from "../../wire/json";
import { kindOf } from "../kinds";
import { readinessOf } from "./index";
import { podReasons } from "./pods";
import type { Verdict } from "./verdict";

function verdict(
  token: string,
  live: JsonObject,
  related: JsonObject[] = [],
  inputs: JsonObject = {},
): Verdict["state"] {
  const rule = readinessOf(kindOf(token), inputs);
  return rule ? rule.judge(live, related).state : "ready";
}

const condition = (type: string, status: string, reason = ""): JsonObject => ({ type, status, reason });
const rollout = (status: JsonObject, spec: JsonObject = { replicas: 2 }): JsonObject => ({
  metadata: { generation: 2 },
  spec,
  status: { observedGeneration: 2, ...status },
});

const done = { replicas: 2, updatedReplicas: 2, availableReplicas: 2, readyReplicas: 2 };
const slice = (ready: boolean | null): JsonObject => ({ endpoints: [{ conditions: { ready } }] });

describe("an object is", () => {
  const cases: [Verdict["state"], string, string, JsonObject, JsonObject[]?][] = [
    ["ready", "a Deployment whose replicas are all new and available", "apps/v1:Deployment", rollout(done)],
    [
      "waiting",
      "a Deployment that its controller has not seen",
      "apps/v1:Deployment",
      rollout({ ...done, observedGeneration: 1 }),
    ],
    ["waiting", "a Deployment with old replicas", "apps/v1:Deployment", rollout({ ...done, replicas: 3 })],
    [
      "waiting",
      "a Deployment with too few available replicas",
      "apps/v1:Deployment",
      rollout({ ...done, availableReplicas: 1 }),
    ],
    ["ready", "a Deployment that is paused", "apps/v1:Deployment", rollout({}, { paused: true })],
    [
      "failed",
      "a Deployment past its progress deadline",
      "apps/v1:Deployment",
      rollout({ conditions: [condition("Progressing", "False", "ProgressDeadlineExceeded")] }),
    ],
    ["ready", "a StatefulSet whose replicas are all new and ready", "apps/v1:StatefulSet", rollout(done)],
    ["waiting", "a StatefulSet with an old replica", "apps/v1:StatefulSet", rollout({ ...done, updatedReplicas: 1 })],
    [
      "ready",
      "a StatefulSet with an old replica below its partition",
      "apps/v1:StatefulSet",
      rollout({ ...done, updatedReplicas: 1 }, { replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } }),
    ],
    [
      "waiting",
      "a DaemonSet with a node to go",
      "apps/v1:DaemonSet",
      rollout({ desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 }),
    ],
    ["ready", "a Job that is suspended", "batch/v1:Job", { spec: { suspend: true } }],
    ["failed", "a Job that failed", "batch/v1:Job", { status: { conditions: [condition("Failed", "True")] } }],
    ["failed", "a Pod that failed", "core/v1:Pod", { status: { phase: "Failed" } }],
    ["ready", "a Pod that is done", "core/v1:Pod", { status: { phase: "Succeeded" } }],
    ["failed", "a claim that lost its volume", "core/v1:PersistentVolumeClaim", { status: { phase: "Lost" } }],
    ["ready", "a Service without selector", "core/v1:Service", { spec: {} }],
    ["waiting", "a Service without endpoints", "core/v1:Service", { spec: { selector: { a: "b" } } }],
    [
      "waiting",
      "a Service with endpoints that are not ready",
      "core/v1:Service",
      { spec: { selector: { a: "b" } } },
      [slice(false)],
    ],
    [
      "ready",
      "a Service with an endpoint of unknown readiness",
      "core/v1:Service",
      { spec: { selector: { a: "b" } } },
      [slice(null)],
    ],
    ["waiting", "a LoadBalancer without address", "core/v1:Service", { spec: { type: "LoadBalancer" } }],
    ["waiting", "an Ingress without address", "networking.k8s.io/v1:Ingress", {}],
    ["failed", "a namespace that is being deleted", "core/v1:Namespace", { status: { phase: "Terminating" } }],
    [
      "failed",
      "a definition whose names are taken",
      "apiextensions.k8s.io/v1:CustomResourceDefinition",
      { status: { conditions: [condition("NamesAccepted", "False")] } },
    ],
    ["ready", "an autoscaler as soon as it exists", "autoscaling/v2:HorizontalPodAutoscaler", {}],
  ];
  it.each(cases)("%s: %s", (state, _, token, live, related) => {
    expect(verdict(`kubernetes:${token}`, live, related)).toBe(state);
  });
});

describe("pulumi.com/waitFor", () => {
  const wait = (expression: string, live: JsonObject) =>
    verdict("kubernetes:example.com/v1:Thing", live, [], {
      metadata: { annotations: { "pulumi.com/waitFor": expression } },
    });

  it("waits for a condition", () => {
    expect(wait("condition=Ready", { status: { conditions: [condition("Ready", "False")] } })).toBe("waiting");
    expect(wait("condition=Ready", { status: { conditions: [condition("Ready", "True")] } })).toBe("ready");
    expect(wait("condition=Ready=False", { status: { conditions: [condition("Ready", "False")] } })).toBe("ready");
  });

  it("waits for a field, and for several", () => {
    const both = '["jsonpath={.status.phase}=Running", "jsonpath={.status.items[0].ip}"]';
    expect(wait(both, { status: { phase: "Running" } })).toBe("waiting");
    expect(wait(both, { status: { phase: "Running", items: [{ ip: "192.0.2.1" }] } })).toBe("ready");
  });

  it("refuses what it cannot read", () => {
    expect(() => wait("ready please", {})).toThrow(/pulumi.com\/waitFor .*"ready please".* must be/);
  });
});

describe("a pod's reasons", () => {
  it("name the container and why it waits", () => {
    const pod = {
      metadata: { name: "web-1" },
      status: {
        containerStatuses: [{ name: "web", state: { waiting: { reason: "ErrImagePull", message: "no such image" } } }],
      },
    };
    expect(podReasons(pod)).toEqual(["pod web-1 container web: ErrImagePull: no such image"]);
  });

  it("are none for a pod that is ready", () => {
    expect(podReasons({ status: { conditions: [condition("Ready", "True")] } })).toEqual([]);
  });
});
