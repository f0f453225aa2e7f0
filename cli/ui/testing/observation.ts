import { byService } from "../../../infra/system";
import type { ServiceRelease } from "../../../release/service-release";
import { progressOf } from "../../release/progress";
import type { EnvironmentStatus, WorkloadStatus } from "../../status/environment-status";
import type { Environment } from "../environment";
import type { Observation } from "../observer";
import { topologyOf } from "../topology";
import { expectedParts } from "./expected-parts";

export const NOW = new Date("2026-11-29T23:45:00Z");

export function workload(name: string, change: Partial<WorkloadStatus> = {}): WorkloadStatus {
  return {
    name,
    app: name,
    group: "services",
    version: "v1.0",
    ready: 1,
    replicas: 1,
    state: "ready",
    since: undefined,
    reasons: [],
    url: undefined,
    ...change,
  };
}

/** A canary of the frontend at its second step. */
export const CANARY: ServiceRelease = {
  tag: "v3.7",
  strategy: { kind: "canary", steps: [10, 50] },
  rollout: { phase: "50%", next: { tag: "v3.8" }, cause: "search is new" },
};

export const STATUS: EnvironmentStatus = {
  namespace: "example",
  workloads: [
    workload("frontend", { version: "v3.7", ready: 2, replicas: 2, url: "http://frontend.example.local" }),
    workload("yellow-frontend", { app: "frontend", version: "v3.8" }),
    workload("thoughts-backend", { version: "v1.6" }),
    workload("users-backend", { version: "v2.3" }),
    workload("thoughts-backend-db", { group: "databases", version: "15.20" }),
    workload("users-backend-db", { group: "databases", version: "15.20" }),
    workload("prometheus", { group: "tools", version: "3.15.0" }),
    workload("syslog", { group: "tools", version: "8.2302.0" }),
  ],
  releases: [],
  demos: [],
};

/** That of the committed stack. */
export const TOPOLOGY = topologyOf(expectedParts("local"));

/** The environment `local` in the middle of a release. */
export function environment(change: Partial<Environment> = {}): Environment {
  const canary = progressOf({ service: "frontend", stack: "local" }, CANARY);
  const versions = byService(() => "v1.0");
  return {
    name: "local",
    place: "this machine, simulated nodes",
    versions: (Object.keys(versions) as (keyof typeof versions)[]).map((service) => ({
      service,
      tag: versions[service],
      next: service === "frontend" ? { tag: "v3.8", phase: "50%" } : undefined,
    })),
    releases: canary === undefined ? [] : [canary],
    status: STATUS,
    problem: undefined,
    topology: TOPOLOGY,
    changes: [
      { at: new Date(NOW.getTime() - 60_000), succeeded: true, versions: ["frontend v3.7"], resources: "3 update" },
    ],
    ...change,
  };
}

/** An environment of which only its file is here. */
export function otherEnvironment(name: string): Environment {
  return environment({ name, place: "AWS", releases: [], status: undefined, topology: undefined, changes: [] });
}

export function observation(change: Partial<Observation> = {}): Observation {
  return {
    at: NOW,
    condition: "up",
    problem: undefined,
    nodes: "simulated",
    server: "https://127.0.0.1:24000",
    entrance: undefined,
    environments: [environment(), otherEnvironment("staging"), otherEnvironment("production")],
    alerts: undefined,
    since: undefined,
    lastSeen: undefined,
    ...change,
  };
}
