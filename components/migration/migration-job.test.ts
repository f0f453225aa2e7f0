import { describe, expect, it } from "vitest";
import { ProblemsError } from "../base/refusal";
import { record } from "../testing/recording";
import { Configuration, SecretBundle } from "../workload/configuration";
import { fromSecret } from "../workload/container";
import { checkMigrationJob, MigrationJob, type MigrationJobArgs } from "./migration-job";

const image = { repository: "registry.example/api", tag: "v1", pullPolicy: "IfNotPresent" } as const;
const resources = { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } } as const;
const plain: MigrationJobArgs = {
  namespace: "example",
  partOf: "system",
  owner: "team",
  container: { name: "migrate", image, resources, args: ["migrate"] },
  user: 1000,
  dependencies: [{ to: { kind: "app", app: "database" }, port: 5432 }],
  migrations: ["0001_a"],
};

interface Job {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template: { readonly spec: unknown } };
}

async function jobOf(change: Partial<MigrationJobArgs> = {}): Promise<Job> {
  const { resources: registered } = await record(() => new MigrationJob("schema", { ...plain, ...change }, {}));
  return registered.find(({ name }) => name === "schema-job")?.inputs as unknown as Job;
}

const withImage = (tag: string, digest?: string): MigrationJobArgs["container"] => ({
  ...plain.container,
  image: { ...image, tag, digest },
});

describe("a migration", () => {
  it("runs to its end, a few times if it must, not for ever, and is kept for a while", async () => {
    expect(await jobOf()).toMatchObject({
      spec: { backoffLimit: 2, activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 604_800 },
    });
  });

  it("runs as the restricted Pod Security Standard wants it, without an API token", async () => {
    expect((await jobOf()).spec.template.spec).toMatchObject({
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          args: ["migrate"],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        },
      ],
    });
  });

  it("is the same Job for the same content", async () => {
    const [one, other] = [await jobOf(), await jobOf()];
    expect(one.metadata.name).toMatch(/^schema-[0-9a-f]{8}$/);
    expect(other.metadata.name).toBe(one.metadata.name);
  });

  it.each<[string, Partial<MigrationJobArgs>]>([
    ["another tag", { container: withImage("v2") }],
    ["another digest", { container: withImage("v1", `sha256:${"0".repeat(64)}`) }],
    ["one migration more", { migrations: ["0001_a", "0002_b", "0003_c"] }],
    ["the same migrations in another order", { migrations: ["0002_b", "0001_a"] }],
    ["the request to try again", { attempt: 2 }],
    ["another server, which has nothing in it", { server: "db-2" }],
  ])("is another Job for %s", async (_, change) => {
    const migrations = ["0001_a", "0002_b"];
    const now = { migrations, server: "db-1" };
    const [before, after] = [await jobOf(now), await jobOf({ ...now, ...change })];
    expect(after.metadata.name).not.toBe(before.metadata.name);
  });

  it("waits for what it depends on, and for the configuration and the Secret that it takes", async () => {
    const { resources: registered } = await record(() => {
      const common = { namespace: "example", partOf: "system" };
      const database = new Configuration("database", { ...common, data: {} }, {});
      const secret = new SecretBundle("credentials", { ...common, data: { password: "p" }, hashKey: "k" }, {});
      const container = { ...plain.container, environment: { PASSWORD: fromSecret(secret, "password") } };
      new MigrationJob("schema", { ...plain, container }, { dependsOn: [database] });
    });
    const job = registered.find(({ name }) => name === "schema-job");
    expect(job?.dependsOn).toEqual(expect.arrayContaining(["database-configmap", "credentials-secret"]));
  });

  it("is refused with every problem at once, before anything is registered", async () => {
    const bad = { ...plain, user: 0, migrations: ["a", "b", "a"], attempt: 0 };
    expect(checkMigrationJob(plain)).toEqual([]);
    expect(checkMigrationJob(bad).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "user: 0 is not allowed; use the numeric id of the image's user, not 0.",
      `migrations: "a" is listed twice; each migration is applied once.`,
      "attempt: 0 is not allowed; use a whole number from 1.",
    ]);
    const { resources: registered } = await record(() => {
      expect(() => new MigrationJob("schema", bad, {})).toThrow(ProblemsError);
    });
    expect(registered).toEqual([]);
  });
});
