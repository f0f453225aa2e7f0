import { describe, expect, it } from "vitest";
import { ProblemsError } from "../base/refusal";
import { record, type Recorded } from "../testing/recording";
import { scratch } from "./container";
import type { Image } from "./image";
import { Service } from "./service";
import type { ServiceArgs } from "./service-args";
import { checkService } from "./service-check";

const image: Image = { repository: "registry.example/api", tag: "v1", pullPolicy: "Always" };
const resources = { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } } as const;
const probes = { readiness: { check: { kind: "http", path: "/ready", port: 8000 } } } as const;
const hpa = { kind: "hpa", minReplicas: 1, maxReplicas: 3, targets: [{ kind: "cpu", utilization: 50 }] } as const;
const plain: ServiceArgs = {
  namespace: "example",
  partOf: "system",
  owner: "team",
  container: { name: "api", image, resources, port: 8000, probes },
  user: 1000,
  scaling: { kind: "fixed", replicas: 1 },
  network: { callers: [], dependencies: [] },
  address: { name: "api-service", portName: "api" },
};
const database = { name: "db", image, resources, keepsDataInPod: true };

/** The objects of a service like the plain one, by role. */
async function rolesOf(change: Partial<ServiceArgs> = {}): Promise<ReadonlyMap<string, Recorded>> {
  const { resources: registered } = await record(() => new Service("api", { ...plain, ...change }, {}));
  return new Map(registered.filter(({ custom }) => custom).map((one) => [one.name.slice("api-".length), one]));
}

async function specOf(role: string, change: Partial<ServiceArgs> = {}): Promise<unknown> {
  return (await rolesOf(change)).get(role)?.inputs.spec;
}

async function podOf(change: Partial<ServiceArgs> = {}): Promise<unknown> {
  return ((await specOf("deployment", change)) as { template: { spec: unknown } }).template.spec;
}

describe("a service", () => {
  it("that is internal and of fixed size is an account, a NetworkPolicy, a Service and a Deployment", async () => {
    expect([...(await rolesOf()).keys()].sort()).toEqual([
      "deployment",
      "network-policy",
      "service",
      "service-account",
    ]);
  });

  it("has a slot in its selector from the first day, and its pods carry every label selected", async () => {
    const spec = (await specOf("deployment")) as { selector: unknown; template: { metadata: { labels: unknown } } };
    expect(spec.selector).toEqual({ matchLabels: { app: "api", slot: "blue" } });
    expect(spec.template.metadata.labels).toMatchObject({ app: "api", slot: "blue" });
  });

  it("serves on while it is taken out of its Service, with all its containers", async () => {
    const drained = { lifecycle: { preStop: { sleep: { seconds: 15 } } } };
    expect(await podOf({ sidecars: [database] })).toMatchObject({
      terminationGracePeriodSeconds: 40,
      containers: [drained, drained],
    });
    expect(checkService({ ...plain, shutdown: { drainSeconds: -1 } })).toMatchObject([
      { path: "shutdown.drainSeconds" },
    ]);
  });

  it("is reached by its app alone, so a switch of slots needs no second Service", async () => {
    expect(await specOf("service")).toEqual({
      type: "ClusterIP",
      selector: { app: "api" },
      ports: [{ name: "api", port: 80, targetPort: 8000, protocol: "TCP" }],
    });
  });

  it("has the version as a label, and never in the selector", async () => {
    const { inputs } = (await rolesOf()).get("deployment") ?? {};
    expect(inputs).toMatchObject({ metadata: { labels: { "app.kubernetes.io/version": "v1" } } });
    expect(JSON.stringify((inputs?.spec as { selector: unknown }).selector)).not.toContain("version");
  });

  it("that has metrics says on each pod where they are, and nothing if it has none", async () => {
    const template = async (change: Partial<ServiceArgs>) =>
      ((await specOf("deployment", change)) as { template: { metadata: object } }).template.metadata;
    expect(await template({ metrics: { port: 8000, path: "/metrics" } })).toHaveProperty("annotations", {
      "prometheus.io/scrape": "true",
      "prometheus.io/port": "8000",
      "prometheus.io/path": "/metrics",
    });
    expect(await template({})).not.toHaveProperty("annotations");
  });

  it("has its replicas, which the engine ignores later under an autoscaler", async () => {
    const of = async (scaling: ServiceArgs["scaling"]) => {
      const deployment = (await rolesOf({ scaling })).get("deployment");
      return [(deployment?.inputs.spec as { replicas: number }).replicas, deployment?.ignoreChanges];
    };
    expect(await of({ kind: "fixed", replicas: 0 })).toEqual([0, []]);
    expect(await of(hpa)).toEqual([1, ["spec.replicas"]]);
  });

  it("under an autoscaler names its own Deployment as the target", async () => {
    expect(await specOf("hpa", { scaling: hpa })).toMatchObject({
      scaleTargetRef: { kind: "Deployment", name: "api" },
    });
  });

  it("runs as a user that is not root, without an API token and without other Services' variables", async () => {
    expect(await podOf()).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        seccompProfile: { type: "RuntimeDefault" },
      },
    });
    expect((await rolesOf()).get("service-account")?.inputs).toHaveProperty("automountServiceAccountToken", false);
  });

  it("lets no container, sidecars included, gain privileges or write to its image", async () => {
    const { containers } = (await podOf({ sidecars: [{ ...database, user: 999 }] })) as { containers: unknown[] };
    const restricted = {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    };
    expect(containers).toMatchObject([
      { name: "api", securityContext: restricted },
      { name: "db", securityContext: { ...restricted, runAsUser: 999 } },
    ]);
  });

  it("has one volume for a folder that two of its containers mount", async () => {
    const mounts = [scratch("tmp", "/tmp")];
    const pod = await podOf({ container: { ...plain.container, mounts }, sidecars: [{ ...database, mounts }] });
    expect(pod).toHaveProperty("volumes", [{ name: "tmp", emptyDir: {} }]);
  });

  it("starts once what has to be so was found to be so, by containers that end", async () => {
    const check = { name: "check", resources, args: ["check"], mounts: [scratch("checked", "/checked")] };
    const pod = await podOf({ initContainers: [check] });
    expect(pod).toMatchObject({
      initContainers: [{ name: "check", image: "registry.example/api:v1", args: ["check"] }],
      volumes: [{ name: "checked" }],
    });
    // Kubernetes refuses a drain in a container that ends.
    expect((pod as { initContainers: unknown[] }).initContainers[0]).not.toHaveProperty("lifecycle");
    expect(await podOf()).not.toHaveProperty("initContainers");
    expect(checkService({ ...plain, initContainers: [{ ...check, user: 0 }] })).toMatchObject([
      { path: "initContainers.check.user" },
    ]);
  });

  it("starts after what it depends on, and lets people in when it answers", async () => {
    const { resources: registered } = await record(() => {
      const backend = new Service("backend", plain, {});
      const exposure = { kind: "ingress", host: "api.example", ingressClassName: "alb" } as const;
      new Service("api", { ...plain, exposure }, { dependsOn: [backend] });
    });
    const dependsOn = (name: string) => registered.find((one) => one.name === name)?.dependsOn;
    expect(dependsOn("api-deployment")).toEqual(expect.arrayContaining(["backend-deployment", "backend-service"]));
    expect(dependsOn("api-ingress")).toEqual(expect.arrayContaining(["api-deployment", "api-service"]));
  });

  it.each([
    [{ kind: "internal" }, "ClusterIP", false],
    [{ kind: "ingress", host: "api.example", ingressClassName: "alb" }, "ClusterIP", true],
    [{ kind: "nodePort", host: "api.example", ingressClassName: "alb" }, "NodePort", true],
  ] as const)("exposed as %j has a Service of type %s", async (exposure, type, hasIngress) => {
    const roles = await rolesOf({ exposure });
    expect(roles.get("service")?.inputs).toHaveProperty("spec.type", type);
    expect(roles.has("ingress")).toBe(hasIngress);
  });
});

describe("the check of a service", () => {
  it("lets a good one pass, a sidecar database with one pod too", () => {
    expect(checkService(plain)).toEqual([]);
    expect(checkService({ ...plain, sidecars: [database] })).toEqual([]);
  });

  it.each([
    [{ kind: "fixed", replicas: 2 } as const, "2 replicas with the sidecar db"],
    [{ ...hpa, maxReplicas: 1 }, "an autoscaler with the sidecar db"],
  ])("refuses %j for a pod that keeps its data", (scaling, message) => {
    expect(checkService({ ...plain, scaling, sidecars: [database] })).toEqual([
      { path: "scaling", message: expect.stringContaining(message) as string },
    ]);
    expect(checkService({ ...plain, scaling, sidecars: [{ ...database, keepsDataInPod: false }] })).toEqual([]);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses to run as user %d, whichever container asks for it", (user) => {
    const message = `${user} is not allowed; use the numeric id of the image's user, not 0.`;
    expect(checkService({ ...plain, user })).toEqual([{ path: "user", message }]);
    expect(checkService({ ...plain, sidecars: [{ ...database, user }] })).toEqual([
      { path: "sidecars.db.user", message },
    ]);
  });

  it("finds every problem at once, each by its path", () => {
    const bad = { ...database, image: { ...image, tag: "latest" } };
    const container = { ...plain.container, resources: { ...resources, limits: { memory: "8Mi" } } } as const;
    const paths = checkService({
      ...plain,
      container,
      sidecars: [bad],
      scaling: { kind: "fixed", replicas: -1 },
      user: 0,
    });
    expect(paths.map(({ path }) => path)).toEqual([
      "container.resources.requests.memory",
      "sidecars.db.image.tag",
      "scaling.replicas",
      "user",
    ]);
  });

  it("comes before anything is registered", async () => {
    const { resources: registered } = await record(() => {
      expect(() => new Service("api", { ...plain, user: 0 }, {})).toThrow(ProblemsError);
    });
    expect(registered).toEqual([]);
  });
});
