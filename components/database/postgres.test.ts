import { describe, expect, it } from "vitest";
import { ProblemsError } from "../base/refusal";
import { record } from "../testing/recording";
import { renderContainer } from "../workload/container";
import { checkPostgresServer, PostgresServer, type PostgresServerArgs, postgresSidecar } from "./postgres";

const args: PostgresServerArgs = {
  image: { repository: "registry.example/api_db", tag: "v1", pullPolicy: "Always" },
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  database: "thoughts",
  user: "postgres",
  password: { secretName: "credentials", key: "postgres-password" },
  runAsUser: 999,
  namespace: "example",
  partOf: "system",
  owner: "team",
  version: "15.20",
  storage: "2Gi",
  callers: [{ kind: "app", app: "api" }],
};

async function inputsOf(role: string): Promise<Readonly<Record<string, unknown>>> {
  const { resources } = await record(() => new PostgresServer("api-db", args, {}));
  return resources.find(({ name }) => name === `api-db-${role}`)?.inputs ?? {};
}

describe("a PostgreSQL server", () => {
  it("is one pod that keeps its data on a volume of its own", async () => {
    expect(await inputsOf("stateful-set")).toMatchObject({
      kind: "StatefulSet",
      spec: {
        replicas: 1,
        volumeClaimTemplates: [
          { metadata: { name: "database" }, spec: { resources: { requests: { storage: "2Gi" } } } },
        ],
      },
    });
  });

  it("lets in its callers only, at its port, and goes nowhere itself", async () => {
    expect(await inputsOf("network-policy")).toMatchObject({
      kind: "NetworkPolicy",
      spec: {
        podSelector: { matchLabels: { app: "api-db" } },
        ingress: [{ from: [{ podSelector: { matchLabels: { app: "api" } } }], ports: [{ port: 5432 }] }],
      },
    });
  });

  it("has its version judged before it is changed; what allows another one names this one", async () => {
    const { resources } = await record(() => new PostgresServer("api-db", { ...args, upgradeTo: "15" }, {}));
    const find = (role: string) => resources.find(({ name }) => name === `api-db-${role}`);
    expect(find("changes")?.inputs).toMatchObject({
      kind: "volume",
      server: "api-db",
      version: "15.20",
      upgradeTo: "15",
    });
    expect(find("stateful-set")?.dependsOn).toContain("api-db-changes");
    expect(checkPostgresServer({ ...args, upgradeTo: "16" })).toEqual([
      {
        path: "upgradeTo",
        message: '"16" is not the major version that it gets, "15"; name this one, or none.',
      },
    ]);
  });

  it("mounts that volume where the data goes, in a folder below its root", async () => {
    const { spec } = (await inputsOf("stateful-set")) as {
      spec: { template: { spec: { containers: { volumeMounts: unknown; env: unknown }[]; volumes: unknown[] } } };
    };
    const [container] = spec.template.spec.containers;
    expect(container?.volumeMounts).toContainEqual({ name: "database", mountPath: "/var/lib/postgresql/data" });
    expect(container?.env).toContainEqual({ name: "PGDATA", value: "/var/lib/postgresql/data/pgdata" });
    expect(spec.template.spec.volumes).not.toContainEqual(expect.objectContaining({ name: "database" }));
  });

  it("is found by a headless Service of its name, which selects its pod", async () => {
    expect(await inputsOf("service")).toMatchObject({
      metadata: { name: "api-db" },
      spec: { clusterIP: "None", selector: { app: "api-db" }, ports: [{ port: 5432, targetPort: 5432 }] },
    });
    expect(await inputsOf("stateful-set")).toMatchObject({
      spec: {
        serviceName: "api-db",
        selector: { matchLabels: { app: "api-db" } },
        template: { metadata: { labels: { app: "api-db" } } },
      },
    });
  });

  it("runs as its image's user and is ready when PostgreSQL says so", async () => {
    expect(await inputsOf("stateful-set")).toMatchObject({
      spec: {
        template: {
          spec: {
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, runAsUser: 999, fsGroup: 999 },
            containers: [
              {
                readinessProbe: { exec: { command: ["pg_isready", "--username", "postgres", "--dbname", "thoughts"] } },
              },
            ],
          },
        },
      },
    });
  });

  it("takes its password from a Secret", async () => {
    expect(await inputsOf("stateful-set")).toHaveProperty(
      "spec.template.spec.containers[0].env",
      expect.arrayContaining([
        { name: "POSTGRES_PASSWORD", valueFrom: { secretKeyRef: { name: "credentials", key: "postgres-password" } } },
      ]),
    );
  });

  it("is refused with every problem at once, before anything is registered", async () => {
    const bad = { ...args, image: { ...args.image, tag: "latest" }, runAsUser: 0 };
    expect(checkPostgresServer(args)).toEqual([]);
    expect(checkPostgresServer(bad).map(({ path }) => path)).toEqual(["container.user", "container.image.tag"]);
    const { resources } = await record(() => {
      expect(() => new PostgresServer("api-db", bad, {})).toThrow(ProblemsError);
    });
    expect(resources).toEqual([]);
  });
});

describe("PostgreSQL as a sidecar", () => {
  const sidecar = postgresSidecar("api-db", args);

  it("keeps its data in the pod, and says so", () => {
    expect(sidecar.keepsDataInPod).toBe(true);
    expect(sidecar.mounts?.find(({ name }) => name === "database")?.source).toEqual({ kind: "scratch" });
  });

  it("runs as its image's user, not as its neighbour's", () => {
    expect(renderContainer(sidecar).securityContext).toMatchObject({ runAsUser: 999 });
  });
});
