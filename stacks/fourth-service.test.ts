import { afterAll, describe, expect, expectTypeOf, it, vi } from "vitest";
import { alerts } from "../infra/alerts";
import { checkEnvironment, type Environment } from "../infra/environment";
import { dashboardsOf } from "../infra/observability/grafana";
import { recordings } from "../infra/observability/recordings";
import type { SERVICE_DEFINITIONS } from "../infra/services";
import { checkDependencies } from "../infra/services/dependencies";
import type { BackendName, BackendNameOf, NamesOf, ServiceName } from "../infra/system";
import { gatesOf } from "../release/gates";
import { KEY_STEPS, tokenKeysOf } from "../release/keys";
import { planChange, type Versions } from "../release/plan";
import { local } from "./local";
import { onAws } from "./production";
import { awsSettings, localSettings, parseSettings } from "./settings";
import { isLetThrough, podLabels, policiesOf } from "./testing/network";
import type { NOTES_BACKEND } from "./testing/notes-backend";
import { type Objects, objectsOfEnvironment } from "./testing/objects";
import { Order } from "./testing/order";
import { ORDER_ON_AWS } from "./testing/order-rules";
import { committedConfig } from "./testing/settings";

// Modules that other files have loaded know three services, and those of this file know four.
vi.hoisted(() => vi.resetModules());
afterAll(() => vi.resetModules());

// The one line in the list of services; everything below follows from it.
vi.mock("../infra/services", async (original) => {
  const { SERVICE_DEFINITIONS: listed } = await original<{ readonly SERVICE_DEFINITIONS: readonly unknown[] }>();
  const { NOTES_BACKEND: added } = await vi.importActual<Record<string, unknown>>("./testing/notes-backend");
  return { SERVICE_DEFINITIONS: [...listed, added] };
});

type Four = readonly [...typeof SERVICE_DEFINITIONS, typeof NOTES_BACKEND];

/** Its name, for functions whose types know the three that there are. */
const NOTES = "notes-backend" as string as ServiceName;

/** The settings of a stack's file, with a version of the fourth service in them. */
function settingsWith(stack: string, more: Readonly<Record<string, unknown>> = {}) {
  const { thoughts } = committedConfig(stack);
  const release = thoughts.release as { readonly services: Readonly<Record<string, unknown>> };
  const services = { ...release.services, [NOTES]: { tag: "v1.0" } };
  return { ...thoughts, release: { ...release, services }, ...more };
}

/** An environment, with the line of the fourth service that `stacks/<environment>.ts` would have. */
function withNotes(environment: Environment): Environment {
  const { services } = environment;
  const settings = { ...services[NOTES], scaling: { kind: "fixed", replicas: 2 } } as const;
  return { ...environment, services: { ...services, [NOTES]: settings } };
}

function localWith(): Environment {
  const parsed = parseSettings(localSettings, settingsWith("local"));
  expect(parsed).not.toHaveProperty("problems");
  return withNotes(local((parsed as { settings: Parameters<typeof local>[0] }).settings, undefined));
}

function productionWith(): Environment {
  const parsed = parseSettings(awsSettings, settingsWith("production", { unprotected: ["notes-backend-db"] }));
  expect(parsed).not.toHaveProperty("problems");
  return withNotes(onAws("production", (parsed as { settings: Parameters<typeof onAws>[1] }).settings));
}

function versions(users: string, thoughts: string, frontend: string, notes: string): Versions {
  const tags = { "users-backend": users, "thoughts-backend": thoughts, frontend, [NOTES]: notes };
  return Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, { tag }])) as Versions;
}

describe("a fourth service with a database", () => {
  it("is in the unions of names", () => {
    expectTypeOf<NamesOf<Four>[number]>().toEqualTypeOf<ServiceName | "notes-backend">();
    expectTypeOf<BackendNameOf<Four>>().toEqualTypeOf<BackendName | "notes-backend">();
  });

  it("needs a version in the stack's file, and nothing else there", () => {
    const { thoughts } = committedConfig("local");
    const parsed = parseSettings(localSettings, thoughts);
    const problems = "problems" in parsed ? parsed.problems.map(({ path, message }) => `${path}: ${message}`) : [];
    expect(problems).toEqual([
      `thoughts:release.services.notes-backend: it is missing; write an object with "tag" and, if wanted, "digest".`,
    ]);
    expect(parseSettings(localSettings, settingsWith("local"))).not.toHaveProperty("problems");
  });

  it("is checked with its environment", () => {
    const environment = localWith();
    expect(checkEnvironment(environment)).toEqual([]);
    const old = { ...environment.services, "thoughts-backend": { ...environment.services["thoughts-backend"] } };
    old["thoughts-backend"] = { ...old["thoughts-backend"], image: { tag: "v1.5" } };
    expect(checkEnvironment({ ...environment, services: old }).map(({ message }) => message)).toContainEqual(
      expect.stringContaining("notes-backend v1.0 needs thoughts-backend v1.6 or later"),
    );
  });

  it("has an alert, recorded signals, a dashboard, a row among the rollouts, and gates", () => {
    const told = alerts("example").flatMap((group) => group.alerts ?? []);
    const names = told.filter(({ labels }) => labels?.app === NOTES).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["ServiceDown", "AvailabilityBudgetBurnsFast", "LatencyBudgetBurnsSlowly"]),
    );
    const recorded = recordings().flatMap((group) => group.recordings ?? []);
    expect(recorded.map(({ labels }) => labels?.app)).toContain(NOTES);
    const dashboards = dashboardsOf({ namespace: "example", runbooks: "https://example.com" });
    expect(dashboards["service-notes-backend"]?.title).toBe("Service notes-backend");
    expect(dashboards.rollouts?.rows.map(({ title }) => title)).toContain(NOTES);
    expect(gatesOf(NOTES)).toMatchObject({ share: 0.9 });
  });

  it("is released after those that it calls, and goes back before them", () => {
    const [now, later] = [versions("v2.3", "v1.6", "v3.7", "v1.0"), versions("v2.4", "v1.6", "v3.7", "v1.1")];
    const order = (before: Versions, after: Versions) => planChange(before, after).steps.map(({ service }) => service);
    expect(order(now, later)).toEqual(["users-backend", NOTES]);
    expect(order(later, now)).toEqual([NOTES, "users-backend"]);
    expect(checkDependencies(versions("v2.2", "v1.6", "v3.7", "v1.0")).map(({ message }) => message)).toContainEqual(
      expect.stringContaining("notes-backend v1.0 needs users-backend v2.3 or later"),
    );
  });

  it("has its schema looked at by a plan", () => {
    const at = (notes: string) => versions("v2.3", "v1.6", "v3.7", notes);
    expect(planChange(at("v1.0"), at("v1.1")).refusals).toEqual([]);
    expect(planChange(at("v1.2"), at("v1.0")).refusals.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^the schema of notes-backend: .*notes\.colour, which 0002_drop_colour has dropped/),
    ]);
  });

  it("checks tokens in the step of a rotation that its definition says", () => {
    expect(KEY_STEPS[1]).toBe("thoughts-backend and notes-backend accept the old key and the new one");
    expect(tokenKeysOf({ generation: 1, step: 2 }).accepted).toEqual({
      "thoughts-backend": [1, 2],
      frontend: [1],
      [NOTES]: [1, 2],
    });
  });
});

describe("in local, a fourth service", async () => {
  const objects = await objectsOfEnvironment(localWith());
  const [container, pod] = servingContainer(objects);

  it("runs as its definition and the environment say", () => {
    expect(objects.one("Deployment", NOTES).spec.replicas).toBe(2);
    expect(container).toMatchObject({
      name: "notes-backend-service",
      resources: { requests: { cpu: "20m", memory: "32Mi" }, limits: { memory: "96Mi" } },
      readinessProbe: { httpGet: { path: "/admin/version/", port: 9000 }, periodSeconds: 10 },
    });
    expect(container.image).toMatch(/\/notes_server:v1\.0$/);
    expect(objects.one("Service", "notes-service").spec.ports).toEqual([
      expect.objectContaining({ name: "notes-backend", port: 80, targetPort: 9000 }),
    ]);
    expect(objects.one("Ingress", "notes-backend-ingress").spec.rules[0]?.host).toBe("notes.example.local");
  });

  it("does not start beside versions that are too old for it", () => {
    expect(pod.initContainers?.[0]?.args).toEqual([
      "check-versions",
      "users-backend=http://users-service>=v2.3",
      "thoughts-backend=http://thoughts-service>=v1.6",
    ]);
  });

  it("has a database of its own, which a migration brings to its version", () => {
    expect(objects.one("StatefulSet", "notes-backend-db").metadata.name).toBe("notes-backend-db");
    expect(objects.one("Job", "notes-backend-migration").metadata.name).toMatch(/^notes-backend-migration-/);
    expect(container.env).toContainEqual({ name: "POSTGRES_HOST", value: "notes-backend-db" });
  });

  it("has its public keys, its flags, and the six keys of shared-config", () => {
    expect(objects.one("Secret", "notes-backend-keys").immutable).toBe(true);
    expect(objects.one("ConfigMap", "notes-backend-flags").data).toEqual({ FLAG_LONG_NOTES: "on" });
    expect(Object.keys(objects.one("ConfigMap", "shared-config").data ?? {})).toHaveLength(6);
  });

  it("reaches those that it calls and its database, and is reached by those that watch it; nothing else", () => {
    const [policies, pods] = [policiesOf(objects), podLabels(objects)];
    const ports = [8000, 9000, 5432];
    const passes = (from: string, to: string) =>
      ports.some((port) => isLetThrough(policies, { from: pods.get(from) ?? {}, to: pods.get(to) ?? {}, port }));
    const others = [...pods.keys()].filter((name) => name !== NOTES);
    expect(others.filter((to) => passes(NOTES, to)).sort()).toEqual([
      "notes-backend-db",
      "thoughts-backend",
      "users-backend",
    ]);
    expect(others.filter((from) => passes(from, NOTES))).toEqual(["prometheus"]);
  });
});

describe("in production, a fourth service", async () => {
  const objects = await objectsOfEnvironment(productionWith());
  const repositoryOf = (resource: string) => objects.resources.find(({ name }) => name === resource)?.inputs.name;

  it("has a registry, and a server in RDS that is protected unless the stack's file names it", () => {
    expect(repositoryOf("images-notes-server")).toBe("thoughts/production/notes_server");
    const server = objects.resources.find(({ type, name }) => type.includes("rds/instance:") && name.startsWith(NOTES));
    expect(server?.inputs.identifier).toBe("thoughts-production-notes-backend");
    expect(server?.protect).toBe(false);
  });

  it("has its access and its restore drill, each with a role of its own", () => {
    const roles = objects.resources.filter(({ type }) => type.includes("iam/role:")).map(({ name }) => name);
    expect(roles.filter((name) => name.startsWith(NOTES))).toHaveLength(2);
    expect(objects.one("CronJob", "notes-backend-restore-drill").spec.schedule).toBe("0 11 * * FRI");
  });

  it("is let in by those that it calls, and calls no other service", () => {
    const [policies, pods] = [policiesOf(objects), podLabels(objects)];
    const services = ["users-backend", "thoughts-backend", "frontend"];
    const reached = services.filter((to) =>
      isLetThrough(policies, { from: pods.get(NOTES) ?? {}, to: pods.get(to) ?? {}, port: 8000 }),
    );
    expect(reached).toEqual(["users-backend", "thoughts-backend"]);
  });

  it("has no host, and is made and destroyed in an order in which it has what it needs", () => {
    expect(objects.all("Ingress").map(({ metadata }) => metadata.name)).toEqual(["frontend-ingress"]);
    expect(new Order(objects.resources).problems(ORDER_ON_AWS)).toEqual([]);
  });
});

/** The container that serves, and its pod. */
function servingContainer(objects: Objects) {
  const pod = objects.one("Deployment", NOTES).spec.template.spec;
  const [container] = pod.containers;
  if (container === undefined) {
    throw new Error("its pod has no container.");
  }
  return [container, pod] as const;
}
