import { describe, expect, it } from "vitest";
import { byService } from "../../infra/system";
import type { Workload } from "../workloads";
import { environmentStatus, type StatusArgs } from "./environment-status";
import { durationText } from "../duration";
import { statusText } from "./status-text";

function workload(name: string, image: string, status: Workload["status"], replicas = 1): Workload {
  return {
    kind: "Deployment",
    metadata: { name, namespace: "example", labels: { app: name } },
    spec: { replicas, template: { spec: { containers: [{ image }] } } },
    status,
  };
}

const READY = { readyReplicas: 1, updatedReplicas: 1 };
const NOW = new Date("2026-11-29T23:45:00Z");

const good: StatusArgs = {
  namespace: "example",
  workloads: [
    workload("prometheus", "registry.example/prometheus:v3.15.0", READY),
    workload("frontend", "registry.example/frontend:v3.7@sha256:0123", READY),
    workload("users-backend", "registry.example/users_server:v2.3", READY),
    workload("users-backend-db", "registry.example/users_backend_db:15.20", READY),
  ],
  reasons: {},
  urls: { frontend: "http://frontend.example.local" },
  services: byService(() => ({ tag: "v1.0" })),
  demos: [],
};

/** As people see it. */
function textOf(change: Partial<StatusArgs> = {}): string {
  return statusText(environmentStatus({ ...good, ...change }), NOW);
}

describe("the status of an environment", () => {
  it("has services with their versions first, then databases, then tools", () => {
    expect(textOf()).toBe(
      [
        "Services",
        "  frontend       v3.7  1/1  ready  http://frontend.example.local",
        "  users-backend  v2.3  1/1  ready",
        "",
        "Databases",
        "  users-backend-db  15.20  1/1  ready",
        "",
        "Tools",
        "  prometheus  v3.15.0  1/1  ready",
      ].join("\n"),
    );
  });

  it("says what is not ready, for how long, and why", () => {
    const conditions = [{ type: "Available", status: "False", lastTransitionTime: "2026-11-29T23:40:00Z" }];
    const workloads = [workload("frontend", "frontend:v3.8", { updatedReplicas: 2, conditions }, 2)];
    expect(textOf({ urls: {}, workloads, reasons: { frontend: ["pod frontend-1: CrashLoopBackOff"] } })).toBe(
      "Services\n  frontend  v3.8  0/2  not ready  for 5 min\n    pod frontend-1: CrashLoopBackOff",
    );
  });

  it.each([
    ["not all replaced", { readyReplicas: 2, updatedReplicas: 1 }],
    ["not ready", { readyReplicas: 1, updatedReplicas: 2 }],
  ])("says that a workload is %s", (state, status) => {
    const workloads = [workload("frontend", "frontend:v3.8", status, 2)];
    expect(environmentStatus({ ...good, workloads }).workloads[0]).toMatchObject({ state });
  });

  it("says that a workload is not there, without a version that nobody knows", () => {
    const workloads = [{ ...workload("syslog", "", {}), spec: { replicas: 1 }, missing: true }];
    expect(textOf({ workloads })).toMatch(/^Tools\n {2}syslog +0\/1 {2}not there$/);
  });

  it("says which release is under way, with its step, and what shows more of it", () => {
    const services: StatusArgs["services"] = {
      ...good.services,
      frontend: {
        tag: "v3.7",
        strategy: { kind: "canary", steps: [50] },
        rollout: { phase: "50%", next: { tag: "v3.8" } },
      },
    };
    expect(textOf({ workloads: [], services })).toBe(
      "Releases under way\n  frontend  v3.7 → v3.8, canary, 50%\n    npx thoughts release status frontend",
    );
  });

  it("names demos that are up in its cluster with when they end, and no others", () => {
    const demo = {
      name: "demo-anna",
      source: "local",
      settings: undefined,
      expires: undefined,
      isHere: true,
      url: "http://anna.example",
    };
    const ending = { ...demo, name: "demo-cora", expires: new Date(NOW.getTime() + 3 * 3_600_000) };
    const other = { ...demo, name: "demo-bert", isHere: false, url: undefined };
    expect(textOf({ workloads: [], demos: [demo, other, ending] })).toBe(
      "Demos\n  demo-anna  http://anna.example\n  demo-cora  http://anna.example  ends in 3 h",
    );
  });
});

describe("a duration", () => {
  it.each([
    [0, "0 s"],
    [119_000, "119 s"],
    [120_000, "2 min"],
    [7_200_000, "2 h"],
    [200_000_000, "2 days"],
  ])("of %d ms is said as %s", (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });
});
