import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type PodShare, podBounds } from "../components/rollout/strategy";
import { desiredReplicas } from "../components/workload/scaling";
import { checkEnvironment, type Environment } from "../infra/environment";
import { environmentOf } from "./environments";
import { STACKS } from "./names";
import {
  type KubernetesObject,
  type Objects,
  objectsOf,
  objectsOfEnvironment,
  objectsOfLocal,
} from "./testing/objects";
import { referencesOf, unanswered } from "./testing/references";
import { committedConfig } from "./testing/settings";

const SERVICES = ["frontend", "thoughts-backend", "users-backend"];
const BACKENDS = ["thoughts-backend", "users-backend"];
const KEYS = "/opt/keys";
const DECISIONS = join(__dirname, "..", "docs", "decisions");

interface RollingUpdate {
  readonly type: string;
  readonly rollingUpdate: { readonly maxUnavailable: PodShare; readonly maxSurge: PodShare };
}

interface Probe {
  readonly exec?: { readonly command: readonly string[] };
  readonly httpGet?: { readonly path: string };
}

interface Metadata {
  readonly namespace?: string;
}

/** The stack `local` with databases in the backends' pods. */
const withSidecars = (): Pick<Environment, "platform"> => {
  const { platform } = environmentOf(committedConfig("local"));
  return { platform: { ...platform, database: { kind: "sidecar" } } };
};

describe.each(STACKS)("in %s", async (stack) => {
  const objects = await objectsOf(stack);
  const containerOf = (service: string) => objects.one("Deployment", service).spec.template.spec.containers[0];

  it("1: there are three apps/v1 Deployments, label and selector `app` equal to the name", () => {
    // What watches over them has no slots.
    const deployments = objects.all("Deployment").filter(({ metadata }) => metadata.labels.slot !== undefined);
    expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual(SERVICES);
    for (const { apiVersion, metadata, spec } of deployments) {
      expect([apiVersion, metadata.labels.app, spec.selector.matchLabels?.app]).toEqual([
        "apps/v1",
        metadata.name,
        metadata.name,
      ]);
    }
  });

  it("2: the Services have the names callers use, 80 -> 8000, and select their app", () => {
    for (const [service, app] of [
      ["frontend-service", "frontend"],
      ["thoughts-service", "thoughts-backend"],
      ["users-service", "users-backend"],
    ] as const) {
      const { spec } = objects.one("Service", service);
      expect(spec.ports).toMatchObject([{ port: 80, targetPort: 8000 }]);
      expect(spec.selector).toEqual({ app });
    }
  });

  it("6: the frontend's probes are exec curl at probe level, delay 5 s, every 10 s and 30 s", () => {
    const curl = { exec: { command: ["curl", "http://localhost:8000/"] }, initialDelaySeconds: 5 };
    expect(containerOf("frontend")).toMatchObject({
      readinessProbe: { ...curl, periodSeconds: 10 },
      livenessProbe: { ...curl, periodSeconds: 30 },
    });
  });

  it("7: a probe that is no plain curl is recorded in docs/decisions", () => {
    const others = objects
      .pods()
      .flatMap(({ containers }) => containers)
      .flatMap(({ livenessProbe, readinessProbe }) => [livenessProbe, readinessProbe] as (Probe | undefined)[])
      .flatMap(
        (probe) => probe?.httpGet?.path ?? (probe?.exec?.command[0] === "curl" ? [] : (probe?.exec?.command[0] ?? [])),
      );
    const known = ["/-/healthy", "/-/ready", "/admin/version/", "/api/health", "/livez", "/readyz"];
    // A database in the cluster, and what sends logs out of it.
    const more = stack === "local" ? ["pg_isready"] : ["/"];
    expect([...new Set(others)].sort()).toEqual([...known, ...more].sort());
    const decisions = readdirSync(DECISIONS).map((file) => readFileSync(join(DECISIONS, file), "utf8"));
    for (const probe of new Set(others)) {
      expect(
        decisions.filter((text) => text.includes("probe") && text.includes(probe)),
        probe,
      ).not.toEqual([]);
    }
  });

  it("8: the frontend asks for 60m and 64Mi, and may use 70m and 128Mi", () => {
    expect(containerOf("frontend")?.resources).toEqual({
      requests: { cpu: "60m", memory: "64Mi" },
      limits: { cpu: "70m", memory: "128Mi" },
    });
  });

  it("9: the frontend rolls with 25 % unavailable and 1 extra: of 4 pods 3 stay available, and 5 are the most", () => {
    const strategy = objects.one("Deployment", "frontend").spec.strategy as RollingUpdate;
    expect(strategy).toEqual({ type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: 1 } });
    expect(podBounds({ kind: "rolling", ...strategy.rollingUpdate }, 4)).toEqual({ leastAvailable: 3, mostPods: 5 });
  });

  it("10: images have a version, and clusters others share pull always", () => {
    for (const { image, imagePullPolicy } of objects.pods().flatMap(({ containers }) => containers)) {
      expect(image).toMatch(/:[A-Za-z0-9_][A-Za-z0-9_.-]*$/);
      expect(image).not.toMatch(/:latest$/);
      expect(imagePullPolicy).toBe(stack === "local" ? "IfNotPresent" : "Always");
    }
  });

  it("11: shared-config has exactly six keys, and all three take it whole", () => {
    const config = objects.one("ConfigMap", "shared-config");
    expect(Object.keys(config.data ?? {}).sort()).toEqual([
      "DATABASE_ENGINE",
      "POSTGRES_HOST",
      "POSTGRES_PORT",
      "POSTGRES_USER",
      "THOUGHTS_BACKEND_URL",
      "USER_BACKEND_URL",
    ]);
    for (const service of SERVICES) {
      expect(containerOf(service)?.envFrom).toContainEqual({ configMapRef: { name: config.metadata.name } });
    }
  });

  it("12: POSTGRES_PASSWORD comes from thoughts-secrets only", () => {
    const { metadata } = objects.one("Secret", "thoughts-secrets");
    const variables = objects.pods().flatMap(({ containers }) => containers.flatMap(({ env = [] }) => env));
    const passwords = variables.filter(({ name }) => name === "POSTGRES_PASSWORD");
    expect(passwords.length).toBeGreaterThanOrEqual(BACKENDS.length);
    for (const { valueFrom, value } of passwords) {
      expect(value).toBeUndefined();
      expect(valueFrom?.secretKeyRef).toEqual({ name: metadata.name, key: "postgres-password" });
    }
  });

  it("13: the private key is mounted in users-backend only, the public one in all three", () => {
    expect(Object.fromEntries(SERVICES.map((service) => [service, keysOf(objects, service)]))).toEqual({
      frontend: ["public_key.pub"],
      "thoughts-backend": ["public_key.pub"],
      "users-backend": ["public_key.pub", "private_key.pem"],
    });
  });

  it("14: every key that a pod takes from a ConfigMap or Secret is declared", () => {
    const references = objects.pods().flatMap(referencesOf);
    expect(references).toContainEqual(expect.objectContaining({ kind: "ConfigMap" }));
    expect(references).toContainEqual(expect.objectContaining({ kind: "Secret", key: "public_key.pub" }));
    expect(unanswered(references, objects.resources)).toEqual([]);
  });

  it("15: the Secret's content is a Pulumi secret", () => {
    for (const name of ["thoughts-secrets", ...SERVICES.map((service) => `${service}-keys`)]) {
      expect(objects.one("Secret", name).stringData).toBe("<secret>");
    }
  });

  it("22: no Service is of type LoadBalancer; outside one's own machine only the frontend has a host", () => {
    expect(objects.all("Service").filter(({ spec }) => spec.type === "LoadBalancer")).toEqual([]);
    const names = objects.all("Ingress").map(({ metadata }) => metadata.name.replace(/-ingress$/, ""));
    const tools = ["alertmanager", "grafana", "prometheus", "syslog"];
    expect(names.sort()).toEqual(stack === "local" ? [...tools, ...SERVICES].sort() : ["frontend"]);
  });

  it("26: every Deployment has replicas to begin with, and later updates force none where an autoscaler scales it", () => {
    const scaled = objects.all("HorizontalPodAutoscaler").map(({ metadata }) => metadata.name);
    const deployments = objects.resources.filter(({ type }) => type === "kubernetes:apps/v1:Deployment");
    expect(deployments.length).toBeGreaterThan(0);
    for (const { inputs, ignoreChanges } of deployments) {
      const { metadata, spec } = inputs as unknown as KubernetesObject;
      expect(spec.replicas).toBeGreaterThan(0);
      expect(ignoreChanges).toEqual(scaled.includes(metadata.name) ? ["spec.replicas"] : []);
    }
  });

  it("27: has the add-on metrics-server wherever there is an autoscaler", () => {
    const addons = objects.resources.filter(({ type }) => type === "aws:eks/addon:Addon");
    const scaled = objects.all("HorizontalPodAutoscaler").length > 0;
    expect(addons.some(({ inputs }) => inputs.addonName === "metrics-server")).toBe(scaled);
    expect(scaled).toBe(stack !== "local");
  });

  it("28: every container asks for CPU, which is what an autoscaler's percentage is of", () => {
    for (const { resources } of objects.pods().flatMap(({ containers }) => containers)) {
      expect(resources.requests.cpu).toMatch(/^\d+m$/);
    }
  });
});

describe("a database", () => {
  it("3: as a sidecar is a second container beside its backend, at 127.0.0.1", async () => {
    const objects = await objectsOfLocal(withSidecars());
    for (const backend of BACKENDS) {
      const { containers } = objects.one("Deployment", backend).spec.template.spec;
      expect(containers.map(({ name }) => name)).toEqual([`${backend}-service`, `${backend}-db`]);
    }
    expect(objects.one("ConfigMap", "shared-config").data?.POSTGRES_HOST).toBe("127.0.0.1");
    expect(objects.all("StatefulSet").map(({ metadata }) => metadata.name)).toEqual(["alertmanager", "prometheus"]);
  });

  it("4: elsewhere is no sidecar, and its host is not 127.0.0.1", async () => {
    const objects = await objectsOf("production");
    for (const backend of BACKENDS) {
      expect(objects.one("Deployment", backend).spec.template.spec.containers).toHaveLength(1);
    }
    expect(objects.one("ConfigMap", "shared-config").data?.POSTGRES_HOST).toBe(
      "thoughts-backend-db.production.internal",
    );
  });

  it.each([
    { kind: "fixed", replicas: 2 } as const,
    { kind: "hpa", minReplicas: 1, maxReplicas: 1, targets: [{ kind: "cpu", utilization: 50 }] } as const,
  ])("5: as a sidecar refuses %j for its backend", (scaling) => {
    const local = environmentOf(committedConfig("local"));
    const services = { ...local.services, "users-backend": { ...local.services["users-backend"], scaling } };
    expect(checkEnvironment({ ...local, ...withSidecars(), services })).toEqual([
      {
        path: "services.users-backend.scaling",
        message: expect.stringContaining("each with its own sidecar database") as string,
      },
    ]);
  });
});

describe("configuration", () => {
  it("16: that changes has another name, and the pods that use it roll", async () => {
    const before = await objectsOf("local");
    const after = await objectsOfLocal(withSidecars());
    const names = [before, after].map((objects) => objects.one("ConfigMap", "shared-config").metadata.name);
    expect(names[0]).not.toBe(names[1]);
    expect(after.one("Deployment", "frontend").spec.template.spec.containers[0]?.envFrom).toContainEqual({
      configMapRef: { name: names[1] },
    });
    for (const kind of ["ConfigMap", "Secret"]) {
      expect(before.all(kind).every(({ immutable }) => immutable)).toBe(true);
    }
  });
});

describe("staging", () => {
  it("57: is in no namespace `default`, and calls no host of it", async () => {
    const { resources } = await objectsOf("staging");
    const namespaces = resources.flatMap(({ inputs }) => (inputs.metadata as Metadata | undefined)?.namespace ?? []);
    expect(namespaces.length).toBeGreaterThan(10);
    expect(namespaces).not.toContain("default");
    expect(resources.filter(({ inputs }) => /\.default(\.svc|[/:"])/.test(JSON.stringify(inputs)))).toEqual([]);
  });
});

describe("production", () => {
  it("19: names its images by registry and tag, the account taken from the settings", async () => {
    const { thoughts } = committedConfig("production");
    const elsewhere = { ...committedConfig("production"), thoughts: { ...thoughts, account: "123456789012" } };
    const moved = (await objectsOfEnvironment(environmentOf(elsewhere))).pods().flatMap(({ containers }) => containers);
    expect(moved.map(({ image }) => image)).toEqual(
      expect.arrayContaining([
        "123456789012.dkr.ecr.us-west-2.amazonaws.com/thoughts/production/users_server:v2.3",
        "123456789012.dkr.ecr.us-west-2.amazonaws.com/thoughts/production/thoughts_server:v1.6",
        "123456789012.dkr.ecr.us-west-2.amazonaws.com/thoughts/production/frontend:v3.7",
      ]),
    );
    expect(moved.filter(({ image }) => !image.startsWith("123456789012.dkr.ecr.us-west-2.amazonaws.com/"))).toEqual([]);
    const images = (await objectsOf("production"))
      .pods()
      .flatMap(({ containers }) => containers.map(({ image }) => image));
    const { account, region } = committedConfig("production").thoughts as { account: string; region: string };
    for (const image of images) {
      expect(image.slice(0, image.indexOf("/"))).toBe(`${account}.dkr.ecr.${region}.amazonaws.com`);
    }
  });

  it("25: has an autoscaler for the frontend, 2 to 8 pods at 10 % CPU", async () => {
    expect((await objectsOf("production")).one("HorizontalPodAutoscaler", "frontend")).toMatchObject({
      apiVersion: "autoscaling/v2",
      spec: {
        minReplicas: 2,
        maxReplicas: 8,
        metrics: [{ resource: { name: "cpu", target: { averageUtilization: 10 } } }],
      },
    });
    const { scaling } = environmentOf(committedConfig("production")).services.frontend;
    const asked = (pods: number, cpu: number) => {
      const [target] = scaling.kind === "hpa" ? scaling.targets : [];
      return scaling.kind === "hpa" && target !== undefined && desiredReplicas(scaling, target, pods, cpu);
    };
    expect([asked(2, 47), asked(8, 0)]).toEqual([8, 2]);
  });

  it("60: has a cluster that no other stack names", () => {
    const clusters = STACKS.map((stack) => {
      const { platform } = environmentOf(committedConfig(stack));
      return "cluster" in platform ? platform.cluster.clusterName : "context" in platform && platform.context;
    });
    expect(new Set(clusters).size).toBe(STACKS.length);
  });
});

/** The key files that a service finds in its folder for keys. */
function keysOf(objects: Objects, service: string): readonly string[] {
  const { containers, volumes } = objects.one("Deployment", service).spec.template.spec;
  const mounted = containers.flatMap(({ volumeMounts }) => volumeMounts).filter(({ mountPath }) => mountPath === KEYS);
  const mounts = mounted.map(({ name }) => name);
  return volumes
    .filter(({ name }) => mounts.includes(name))
    .flatMap(({ secret }) => secret?.items.map(({ key }) => key) ?? []);
}
