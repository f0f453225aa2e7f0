import { describe, expect, it } from "vitest";
import { checkEnvironment, type Environment } from "../infra/environment";
import { environmentOf } from "./environments";
import { STACKS } from "./names";
import { type Objects, objectsOf, objectsOfEnvironment } from "./testing/objects";
import { committedConfig } from "./testing/settings";

const BACKENDS = ["users-backend", "thoughts-backend"] as const;

/** The environment of a stack whose file has a release with something otherwise. */
function environmentWith(stack: string, change: Readonly<Record<string, unknown>>): Environment {
  const config = committedConfig(stack);
  const release = { ...(config.thoughts.release as object), ...change };
  return environmentOf({ ...config, thoughts: { ...config.thoughts, release } });
}

function dependenciesOf({ resources }: Objects, name: string): readonly string[] {
  return resources.find((resource) => resource.name === name)?.dependsOn ?? [];
}

describe.each(STACKS)("in %s", async (stack) => {
  const objects = await objectsOf(stack);

  it("73: a backend's migrations are a Job, complete before its pods change, and in no pod's start", () => {
    for (const backend of BACKENDS) {
      const { image } = objects.one("Deployment", backend).spec.template.spec.containers[0] ?? {};
      const job = objects.one("Job", `${backend}-migration`).spec.template.spec;
      expect(job.containers).toMatchObject([{ args: ["migrate"], image }]);
      expect(dependenciesOf(objects, `${backend}-deployment`)).toContain(`${backend}-migration-job`);
      expect(dependenciesOf(objects, `${backend}-migration-job`)).toContain("shared-config-configmap");
    }
    const starts = objects
      .all("Deployment")
      .flatMap(({ spec }) => [...(spec.template.spec.initContainers ?? []), ...spec.template.spec.containers]);
    expect(starts.filter(({ args = [] }) => args.includes("migrate"))).toEqual([]);
  });

  it("68: a pod asks every service that it needs for its version, users included, before it starts", () => {
    const asked = (service: string) =>
      objects.one("Deployment", service).spec.template.spec.initContainers?.map(({ args }) => args);
    expect(asked("frontend")).toEqual([
      ["check-versions", "users-backend=http://users-service>=v2.3", "thoughts-backend=http://thoughts-service>=v1.6"],
    ]);
    expect(asked("thoughts-backend")).toEqual([["check-versions", "users-backend=http://users-service>=v2.3"]]);
    expect(asked("users-backend")).toBeUndefined();
  });
});

describe("a flag", () => {
  it("63: is off in production, on elsewhere, and alters no image and no pod but those that ask for it", async () => {
    const flagOf = (objects: Objects) => objects.one("ConfigMap", "frontend-flags").data;
    expect(flagOf(await objectsOf("production"))).toEqual({ FLAG_RELATIVE_TIMES: "off" });
    expect(flagOf(await objectsOf("staging"))).toEqual({ FLAG_RELATIVE_TIMES: "on" });

    const before = await objectsOf("production");
    const after = await objectsOfEnvironment(environmentWith("production", { flags: { "relative-times": true } }));
    expect(flagOf(after)).toEqual({ FLAG_RELATIVE_TIMES: "on" });
    const images = (objects: Objects) =>
      objects.pods().flatMap(({ containers }) => containers.map(({ image }) => image));
    expect(images(after)).toEqual(images(before));
    const changed = after.resources.filter(
      (one, index) => JSON.stringify(one) !== JSON.stringify(before.resources[index]),
    );
    expect(changed.map(({ name }) => name).sort()).toEqual(["frontend-deployment", "frontend-flags-configmap"]);
  });

  it("that is switched back finds its ConfigMap of before, by its old name", async () => {
    const nameOf = async (flags: object) => {
      const objects = await objectsOfEnvironment(environmentWith("production", { flags }));
      return objects.one("ConfigMap", "frontend-flags").metadata.name;
    };
    const [before, on, back] = [await nameOf({}), await nameOf({ "relative-times": true }), await nameOf({})];
    expect(on).not.toBe(before);
    expect(back).toBe(before);
  });
});

describe("a release", () => {
  const withThoughts = (tag: string) => {
    const { services } = committedConfig("local").thoughts.release as { services: object };
    return () => environmentWith("local", { services: { ...services, "thoughts-backend": { tag } } });
  };

  it("66: with thoughts-backend v1.5 is refused where v1.6 is needed; with v1.6 and v1.10 it passes", () => {
    expect(withThoughts("v1.5")).toThrow("Version v1.5 is incorrect (min v1.6): frontend v3.7 needs thoughts-backend");
    expect(withThoughts("v1.6")).not.toThrow();
    expect(withThoughts("v1.10")).not.toThrow();
  });

  it("64: of an image that was never stamped is refused", () => {
    expect(withThoughts("BAD_VERSION")).toThrow("Version BAD_VERSION is incorrect (min v1.6)");
  });

  it("runs a failed migration again when asked to, by another Job", async () => {
    const jobOf = async (migrations: object) => {
      const objects = await objectsOfEnvironment(environmentWith("local", { migrations }));
      return BACKENDS.map((backend) => objects.one("Job", `${backend}-migration`).metadata.name);
    };
    const [before, again] = [await jobOf({}), await jobOf({ "users-backend": { attempt: 2 } })];
    expect(again[0]).not.toBe(before[0]);
    expect(again[1]).toBe(before[1]);
  });

  it("names backups only for migrations that drop something", () => {
    const environment = environmentOf(committedConfig("local"));
    const migrations = { ...environment.migrations, "users-backend": { attempt: 1, backups: { "0001_users": "x" } } };
    expect(checkEnvironment({ ...environment, migrations })).toMatchObject([
      { path: "migrations.users-backend.backups.0001_users" },
    ]);
  });
});
