import { describe, expect, it } from "vitest";
import type { Compute } from "../components/cluster/compute";
import type { NodeScaling } from "../components/cluster/node-scaling";
import type { Recorded } from "../components/testing/recording";
import { checkEnvironment, type Environment } from "../infra/environment";
import { environmentOf } from "./environments";
import type { Stack } from "./names";
import { type Objects, objectsOf, objectsOfEnvironment } from "./testing/objects";
import { committedConfig } from "./testing/settings";

/** An environment on AWS with other nodes. */
function withCompute(environment: Environment, compute: Compute): Environment {
  const { platform } = environment;
  if (platform.kind !== "aws") {
    throw new Error(`${environment.name} has no nodes of its own.`);
  }
  return { ...environment, platform: { ...platform, cluster: { ...platform.cluster, compute } } };
}

/** Production with a group of nodes that scales so, on a base of two, and another one that comes on top, on spot. */
async function scaledNodes(scaling: NodeScaling) {
  const production = environmentOf(committedConfig("production"));
  const groups = {
    general: { instanceTypes: ["m5.large"], zones: ["b", "c"], min: 2, desired: 2, max: 6, scaling },
    top: { instanceTypes: ["m5.large"], zones: ["b"], min: 1, desired: 1, max: 3, capacity: "spot" },
  } as const;
  const { resources } = await objectsOfEnvironment(withCompute(production, { kind: "managedNodeGroups", groups }));
  const find = (type: string) => resources.filter((resource) => resource.type === type).map(({ inputs }) => inputs);
  return { find, autoscalingGroupName: "scaling-group-of-cluster-nodes-general" };
}

describe("production on AWS", () => {
  it("17: has the region us-west-2 unless the settings name another, and spreads over zones of it", async () => {
    const { resources } = await objectsOf("production");
    const subnets = resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
    expect(new Set(subnets.map(({ inputs }) => inputs.availabilityZone))).toEqual(
      new Set(["us-west-2a", "us-west-2b", "us-west-2c"]),
    );
    const group = resources.find(({ name }) => name === "cluster-nodes-general");
    expect(group?.inputs.subnetIds).toEqual(["network-private-a-id", "network-private-b-id"]);
    const { region, ...others } = committedConfig("production").thoughts;
    expect(region).toBe("us-west-2");
    const { platform } = environmentOf({ ...committedConfig("production"), thoughts: others });
    expect(platform).toHaveProperty("region", "us-west-2");
    const elsewhere = environmentOf({ ...committedConfig("production"), thoughts: { ...others, region: "eu-west-1" } });
    expect((await objectsOfEnvironment(elsewhere)).resources.map(({ inputs }) => inputs.availabilityZone)).toContain(
      "eu-west-1c",
    );
  });

  it("18: makes a repository for each image, five with databases in the cluster, whose tags stay what they are", async () => {
    const environment = environmentOf(committedConfig("production"));
    const platform = { ...environment.platform, database: { kind: "statefulSet", storage: "1Gi" } } as const;
    const inCluster = await objectsOfEnvironment({ ...environment, platform });
    const [managed, own] = [repositoriesOf(await objectsOf("production")), repositoriesOf(inCluster)];
    expect(managed.map(({ name }) => name)).toEqual(["users_server", "thoughts_server", "frontend", "database_tools"]);
    expect(own.map(({ name }) => name).sort()).toEqual([
      "frontend",
      "thoughts_backend_db",
      "thoughts_server",
      "users_backend_db",
      "users_server",
    ]);
    expect(new Set(own.map(({ imageTagMutability }) => imageTagMutability))).toEqual(new Set(["IMMUTABLE"]));
  });

  it("20: has two nodes of m5.large; one or four need another min or max with them", async () => {
    const { resources } = await objectsOf("production");
    const group = resources.find(({ name }) => name === "cluster-nodes-general")?.inputs;
    expect(group?.instanceTypes).toEqual(["m5.large"]);
    expect(group?.scalingConfig).toEqual({ minSize: 2, desiredSize: 2, maxSize: 2 });

    const environment = environmentOf(committedConfig("production"));
    const problems = (min: number, desired: number, max: number) => {
      const groups = { general: { instanceTypes: ["m5.large"], zones: ["a"], min, desired, max } } as const;
      const compute = { kind: "managedNodeGroups", groups } as const;
      return checkEnvironment(withCompute(environment, compute));
    };
    const path = "platform.cluster.compute.groups.general.desired";
    expect([problems(2, 1, 2), problems(2, 4, 2)].map(([problem]) => problem?.path)).toEqual([path, path]);
    expect([...problems(1, 1, 2), ...problems(2, 4, 4)]).toEqual([]);
  });

  it("21: takes its images from a registry that is not staging's", async () => {
    const own = await registriesOf("production");
    const others = await registriesOf("staging");
    expect(own).toHaveLength(1);
    expect(others).toHaveLength(1);
    expect(own).not.toEqual(others);
  });

  it("29: has nodes by the share of their processors and by the time of day, as the environment says", async () => {
    const night = { recurrence: "0 22 * * *", timeZone: "UTC", desired: 2 };
    const { find, autoscalingGroupName } = await scaledNodes({ cpuPercent: 55, schedules: { night } });
    expect(find("aws:autoscaling/schedule:Schedule")).toEqual([
      expect.objectContaining({ autoscalingGroupName, recurrence: "0 22 * * *", timeZone: "UTC", desiredCapacity: 2 }),
    ]);
    expect(find("aws:autoscaling/policy:Policy")).toEqual([
      expect.objectContaining({
        autoscalingGroupName,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
          targetValue: 55,
        },
      }),
    ]);
  });

  it("92: has a least, a most and an end of its number of nodes by the time of day, and a base that stays on demand", async () => {
    const day = { recurrence: "0 6 * * *", timeZone: "UTC", desired: 4, min: 3, max: 6, end: "2027-01-07T00:00:00Z" };
    const night = { recurrence: "0 22 * * *", timeZone: "UTC", desired: 2, min: 2, max: 4 };
    const { find } = await scaledNodes({ cpuPercent: 55, schedules: { day, night } });
    const schedules = find("aws:autoscaling/schedule:Schedule").map(
      (one) => [String(one.scheduledActionName), one] as const,
    );
    expect(Object.fromEntries(schedules)).toMatchObject({
      day: { desiredCapacity: 4, minSize: 3, maxSize: 6, endTime: "2027-01-07T00:00:00Z" },
      night: { desiredCapacity: 2, minSize: 2, maxSize: 4 },
    });
    const groups = find("aws:eks/nodeGroup:NodeGroup").map(
      (one) => [String(one.capacityType), one.scalingConfig] as const,
    );
    expect(Object.fromEntries(groups)).toEqual({
      ON_DEMAND: { minSize: 2, desiredSize: 2, maxSize: 6 },
      SPOT: { minSize: 1, desiredSize: 1, maxSize: 3 },
    });
  });

  it("22: has one load balancer that faces the internet, the frontend's; no Service asks for one", async () => {
    const objects = await objectsOf("production");
    const ingresses = objects.resources.filter(({ inputs }) => inputs.kind === "Ingress");
    expect(ingresses.map(({ name, inputs }) => [name, annotationsOf(inputs).scheme])).toEqual([
      ["frontend-ingress", "internet-facing"],
    ]);
    const services = objects.all("Service").map(({ metadata, spec: { type = "ClusterIP" } }) => [metadata.name, type]);
    expect(services.length).toBeGreaterThan(5);
    expect(services.filter(([, type]) => type !== "ClusterIP")).toEqual([]);
  });

  it("23: serves HTTPS with a certificate of its domain, proven by a record, and has a record for the frontend", async () => {
    const objects = await objectsOf("production");
    const { domain } = committedConfig("production").thoughts as { domain: string };
    const find = (type: string) => objects.resources.find((resource) => resource.type === type)?.inputs;
    const { inputs = {} } = objects.resources.find(({ name }) => name === "frontend-ingress") ?? {};

    const annotations = annotationsOf(inputs);
    expect(annotations["listen-ports"]).toBe('[{"HTTP":80},{"HTTPS":443}]');
    expect(annotations["ssl-redirect"]).toBe("443");
    const issued = find("aws:acm/certificateValidation:CertificateValidation");
    expect(annotations["certificate-arn"]).toBe(issued?.certificateArn);
    const certificate = find("aws:acm/certificate:Certificate");
    expect(certificate).toMatchObject({ validationMethod: "DNS", subjectAlternativeNames: [`*.${domain}`] });
    expect(objects.one("Ingress", "frontend-ingress").spec.rules.map(({ host }) => host)).toEqual([
      `frontend.${domain}`,
    ]);
    // The record of that host is made by the add-on, which looks at Ingresses of this domain.
    const addon = objects.resources.find(({ inputs: { addonName } }) => addonName === "external-dns")?.inputs;
    expect(JSON.parse(String(addon?.configurationValues))).toMatchObject({
      domainFilters: [domain],
      sources: ["ingress"],
    });
  });

  it("24: speaks TLS 1.3, and nothing before 1.2", async () => {
    const { resources } = await objectsOf("production");
    const { inputs = {} } = resources.find(({ name }) => name === "frontend-ingress") ?? {};
    expect(annotationsOf(inputs)["ssl-policy"]).toMatch(/^ELBSecurityPolicy-TLS13-1-2-/);
  });

  it("protects what holds what can't be made again, unless the settings name it", async () => {
    const given = committedConfig("production");
    const without = environmentOf({ ...given, thoughts: { ...given.thoughts, unprotected: ["users-backend-db"] } });
    const named = ({ resources }: Objects) => resources.filter(({ protect }) => protect).map(({ name }) => name);
    const [all, others] = [named(await objectsOf("production")), named(await objectsOfEnvironment(without))];
    expect(all).toEqual(
      expect.arrayContaining(["key-key", "images-frontend", "users-backend-db-instance", "access-logs-bucket"]),
    );
    expect(all.filter((name) => !others.includes(name))).toEqual(["users-backend-db-instance"]);
  });
});

/** What an Ingress says to AWS Load Balancer Controller, by the last part of the name. */
function annotationsOf({ metadata }: Recorded["inputs"]): Readonly<Record<string, string>> {
  const { annotations } = metadata as { annotations: Readonly<Record<string, string>> };
  const named = Object.entries(annotations).map(([name, value]) => [name.split("/").at(-1) ?? "", value] as const);
  return Object.fromEntries(named);
}

/** Those of the system's own images; all others are copies. */
function repositoriesOf({ resources }: Objects): readonly Record<string, unknown>[] {
  return resources
    .filter(({ type }) => type === "aws:ecr/repository:Repository")
    .map(({ inputs }) => ({ ...inputs, name: String(inputs.name).replace("thoughts/production/", "") }))
    .filter(({ name }) => /^(frontend|database_tools|\w+_(server|db))$/.test(name));
}

async function registriesOf(stack: Stack): Promise<readonly string[]> {
  const images = (await objectsOf(stack)).pods().flatMap(({ containers }) => containers.map(({ image }) => image));
  return [...new Set(images.map((image) => image.slice(0, image.indexOf("/"))))];
}
