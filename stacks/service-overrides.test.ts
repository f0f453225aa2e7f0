import { describe, expect, it } from "vitest";
import { checkEnvironment, type Environment } from "../infra/environment";
import { PROBE_TIMING } from "../infra/probe-timing";
import type { ServiceSettings } from "../infra/service-settings";
import { SERVICES, type ServiceName } from "../infra/system";
import { environmentOf } from "./environments";
import { type Objects, objectsOf, objectsOfEnvironment } from "./testing/objects";
import { committedConfig } from "./testing/settings";

const production = environmentOf(committedConfig("production"));

/** Production as it would be if `stacks/production.ts` said more of one service. */
function productionWith(name: ServiceName, more: Partial<ServiceSettings>): Environment {
  const { services } = production;
  return { ...production, services: { ...services, [name]: { ...services[name], ...more } } };
}

async function containersWith(name: ServiceName, more: Partial<ServiceSettings>) {
  return containersOf(await objectsOfEnvironment(productionWith(name, more)));
}

/** The container that serves, of each service. */
function containersOf(objects: Objects) {
  const containers = SERVICES.map((name) => objects.one("Deployment", name).spec.template.spec.containers[0]);
  return Object.fromEntries(SERVICES.map((name, index) => [name, containers[index]]));
}

function problemsWith(name: ServiceName, more: Partial<ServiceSettings>): readonly string[] {
  return checkEnvironment(productionWith(name, more)).map(({ path, message }) => `${path}: ${message}`);
}

describe("in production alone", async () => {
  const committed = containersOf(await objectsOf("production"));

  it("one service may use more memory; its other amounts and the other services stay as they are", async () => {
    const changed = await containersWith("users-backend", { resources: { limits: { memory: "256Mi" } } });
    expect(changed).toEqual({
      ...committed,
      "users-backend": {
        ...committed["users-backend"],
        resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { memory: "256Mi" } },
      },
    });
  });

  it("one service may be asked in other intervals; what is asked stays as it is", async () => {
    const changed = await containersWith("frontend", { probes: { liveness: { periodSeconds: 60 } } });
    const exec = { command: ["curl", "http://localhost:8000/"] };
    expect(changed.frontend).toEqual({
      ...committed.frontend,
      livenessProbe: { exec, initialDelaySeconds: 5, periodSeconds: 60 },
    });
    expect(changed["users-backend"]).toEqual(committed["users-backend"]);
  });

  it("one service may have other replicas, and another strategy", async () => {
    const objects = await objectsOfEnvironment(
      productionWith("thoughts-backend", { scaling: { kind: "fixed", replicas: 3 }, strategy: { kind: "recreate" } }),
    );
    expect(objects.one("Deployment", "thoughts-backend").spec).toMatchObject({
      replicas: 3,
      strategy: { type: "Recreate" },
    });
    expect(objects.one("Deployment", "users-backend").spec.replicas).toBe(2);
  });

  it("amounts that can't be are refused, each with its path, what was given, what is allowed and what to do", () => {
    expect(problemsWith("users-backend", { resources: { limits: { memory: "32Mi" } } })).toEqual([
      "services.users-backend.resources.requests.memory: 64Mi is more than limits.memory (32Mi); lower the request or " +
        "raise the limit.",
    ]);
    expect(problemsWith("frontend", { resources: { requests: { cpu: "0m" } } })).toEqual([
      'services.frontend.resources.requests.cpu: "0m" is not allowed; write thousandths of a core from 1 on, such as "60m".',
    ]);
  });

  it("timing that can't be is refused, and timing of a probe that there is not", () => {
    expect(problemsWith("frontend", { probes: { readiness: { periodSeconds: 0 } } })).toEqual([
      "services.frontend.probes.readiness.periodSeconds: 0 is not allowed; write a whole number from 1 on.",
    ]);
    expect(problemsWith("users-backend", { probes: { liveness: { periodSeconds: 5 } } })).toEqual([
      "services.users-backend.probes.liveness: users-backend has no liveness probe, so there is nothing to time. Take it " +
        "out, or give it one in infra/services/users-backend.ts.",
    ]);
  });

  it("other replicas and another strategy that can't be are refused", () => {
    expect(problemsWith("frontend", { scaling: { kind: "fixed", replicas: -1 } })).toEqual([
      expect.stringMatching(/^services\.frontend\.scaling\.replicas: .*-1/),
    ]);
    expect(problemsWith("frontend", { strategy: { kind: "canary", steps: [50, 10] } })).toEqual([
      expect.stringMatching(/^services\.frontend\.strategy\.steps/),
    ]);
  });
});

describe("the timing of probes", () => {
  it("is every service's own only where its definition says so", async () => {
    for (const container of Object.values(containersOf(await objectsOf("local")))) {
      expect(container?.readinessProbe).toMatchObject(PROBE_TIMING.readiness);
    }
  });
});
