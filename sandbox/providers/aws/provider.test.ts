import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silent } from "../wire/engine";
import { textAt, type JsonObject } from "../wire/json";
import { secret, UNKNOWN } from "../wire/values";
import { Cloud } from "./cloud";
import { readFaults } from "./faults";
import { Provider } from "./provider";

const ACCOUNT = {
  region: "eu-west-1",
  allowedAccountIds: '["111111111111"]',
  defaultTags: '{"tags":{"owner":"thoughts"}}',
};
const NAMING = { logicalName: "thing", randomSeed: new Uint8Array() };
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

const urn = (type: string, name = "thing") => `urn:pulumi:staging::thoughts::thoughts:a:B$${type}::${name}`;
const REPOSITORY = urn("aws:ecr/repository:Repository");
const ROLE = urn("aws:iam/role:Role");
const ATTACHMENT = urn("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
const GROUP = urn("aws:ec2/securityGroup:SecurityGroup");
const RULE = urn("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
const VPC = urn("aws:ec2/vpc:Vpc");
const SUBNET = urn("aws:ec2/subnet:Subnet");
const INTERNET = urn("aws:ec2/internetGateway:InternetGateway");
const ADDRESS = urn("aws:ec2/eip:Eip");
const NAT = urn("aws:ec2/natGateway:NatGateway");
const TEMPLATE = urn("aws:ec2/launchTemplate:LaunchTemplate");
const ADDON = urn("aws:eks/addon:Addon");
const ENTRY = urn("aws:eks/accessEntry:AccessEntry");
const CLUSTER = urn("aws:eks/cluster:Cluster");
const NODES = urn("aws:eks/nodeGroup:NodeGroup");

describe("the stand-in for AWS", () => {
  let folder: string;
  let aws: Provider;

  const withFaults = (faults: readonly object[]): Provider => {
    const provider = new Provider({
      cloud: new Cloud(folder),
      faults: readFaults(JSON.stringify(faults)),
      engine: silent,
    });
    provider.configure(ACCOUNT);
    return provider;
  };
  const reasons = (of: string, inputs: JsonObject) =>
    aws.check(of, {}, inputs, NAMING).failures.map(({ reason }) => reason);
  const checked = (of: string, inputs: JsonObject) => aws.check(of, {}, inputs, NAMING).inputs;
  const create = (of: string, inputs: JsonObject) => aws.create(of, checked(of, inputs), false);
  const cluster = async (more: JsonObject = {}) => {
    const role = await create(ROLE, { assumeRolePolicy: TRUST });
    const vpc = await create(VPC, { cidrBlock: "10.0.0.0/16" });
    const subnet = (zone: string, cidrBlock: string) =>
      create(SUBNET, { vpcId: vpc.id, availabilityZone: `eu-west-1${zone}`, cidrBlock });
    const subnets = [await subnet("a", "10.0.0.0/24"), await subnet("b", "10.0.1.0/24")];
    const vpcConfig = { subnetIds: subnets.map(({ id }) => id) };
    return {
      role,
      subnets,
      vpc,
      cluster: await create(CLUSTER, { name: "a", roleArn: role.properties.arn ?? "", vpcConfig, ...more }),
    };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-cloud-"));
    aws = withFaults([]);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe("checks inputs", () => {
    it("by AWS's rules for names, and says what was given and what is allowed", () => {
      expect(reasons(REPOSITORY, { name: "Frontend" })).toEqual([
        expect.stringMatching(/^name: "Frontend" is not allowed; use 2 to 256 lower-case letters/),
      ]);
    });

    it("for what is required", () => {
      expect(reasons(ROLE, {})).toEqual(["assumeRolePolicy is required"]);
    });

    it("at any depth", () => {
      const inputs = { name: "ab", imageScanningConfiguration: { scanOnPush: "yes" } };
      expect(aws.check(REPOSITORY, {}, inputs, NAMING).failures).toEqual([
        expect.objectContaining({ property: "imageScanningConfiguration.scanOnPush" }),
      ]);
    });

    it("for what it does not know, by name", () => {
      expect(reasons(REPOSITORY, { name: "ab", colour: "red" })).toEqual([
        expect.stringMatching(/^colour is not known to the stand-in for aws:ecr\/repository:Repository/),
      ]);
    });

    it("for what does not go together", () => {
      const sizes = { minSize: 3, desiredSize: 2, maxSize: 4 };
      const nodes = { clusterName: "a", nodeRoleArn: UNKNOWN, subnetIds: ["subnet-00000001"], scalingConfig: sizes };
      const known = { ...nodes, nodeRoleArn: "arn:aws:iam::111111111111:role/a" };
      expect(reasons(NODES, known)).toEqual(["desiredSize 2 is not between minSize 3 and maxSize 4"]);
    });

    it("but takes what is not known yet as right", () => {
      expect(reasons(CLUSTER, { name: "a", roleArn: UNKNOWN, vpcConfig: UNKNOWN })).toEqual([]);
    });

    it("and through secrets", () => {
      expect(reasons(REPOSITORY, { name: secret("NO") })).toHaveLength(1);
    });
  });

  it("names what has no name as the official provider does, and keeps the name", () => {
    const made = textAt(checked(ROLE, { assumeRolePolicy: TRUST }), "name");
    expect(made).toMatch(/^thing-[0-9a-f]{7}$/);
    expect(aws.check(ROLE, { name: made }, { assumeRolePolicy: TRUST }, NAMING).inputs.name).toBe(made);
  });

  it("adds the provider's default tags, under those of the resource", () => {
    expect(checked(REPOSITORY, { name: "ab", tags: { owner: "me", a: "b" } }).tagsAll).toEqual({ owner: "me", a: "b" });
    expect(checked(REPOSITORY, { name: "ab" }).tagsAll).toEqual({ owner: "thoughts" });
  });

  it("answers with the outputs that AWS would give", async () => {
    const { id, properties } = await create(REPOSITORY, { name: "frontend" });
    expect(id).toBe("frontend");
    expect(properties).toMatchObject({
      arn: "arn:aws:ecr:eu-west-1:111111111111:repository/frontend",
      repositoryUrl: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/frontend",
      registryId: "111111111111",
    });
  });

  it("keeps secrets secret in what it answers", async () => {
    const { properties } = await create(ROLE, { assumeRolePolicy: TRUST, description: secret("quiet") });
    expect(properties.description).toEqual(secret("quiet"));
    expect(aws.read(ROLE, textAt(properties, "name"))?.inputs.description).toBe("quiet");
  });

  it("makes nothing in a preview, and tells nothing that AWS alone can tell", async () => {
    const { properties } = await aws.create(REPOSITORY, checked(REPOSITORY, { name: "frontend" }), true);
    expect(properties).not.toHaveProperty("arn");
    expect(aws.read(REPOSITORY, "frontend")).toBeUndefined();
  });

  it("refuses a second one of the same name", async () => {
    await create(REPOSITORY, { name: "frontend" });
    await expect(create(REPOSITORY, { name: "frontend" })).rejects.toThrow(
      "creating ECR Repository (frontend): RepositoryAlreadyExistsException: it exists already",
    );
  });

  it("refuses what names something that is not there", async () => {
    const policyArn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";
    await expect(create(ATTACHMENT, { role: "nobody", policyArn })).rejects.toThrow(
      'NoSuchEntity: role "nobody": there is no aws:iam/role:Role with this name',
    );
  });

  it("takes what is in the account before the program as given, and writes it down", async () => {
    await cluster();
    await create(ENTRY, { clusterName: "a", principalArn: "arn:aws:iam::111111111111:role/deploy" });
    expect(new Cloud(folder).assumed()).toEqual([
      "arn:aws:iam::111111111111:role/deploy, which the program does not make",
    ]);
  });

  describe("refuses what the rest of the account does not allow:", () => {
    it("subnets outside their VPC, or over another one", async () => {
      const { vpc } = await cluster();
      const subnet = (cidrBlock: string) => create(SUBNET, { vpcId: vpc.id, cidrBlock });
      await expect(subnet("10.1.0.0/24")).rejects.toThrow("InvalidSubnet.Range: 10.1.0.0/24 is not in the VPC's");
      await expect(subnet("10.0.0.0/20")).rejects.toThrow("InvalidSubnet.Conflict: 10.0.0.0/20 overlaps");
      await expect(subnet("10.0.1.128/25")).rejects.toThrow("overlaps another subnet's 10.0.1.0/24");
    });

    it("a cluster in one zone", async () => {
      const { subnets, role } = await cluster();
      const vpcConfig = { subnetIds: [subnets[0]?.id ?? ""] };
      const other = create(CLUSTER, { name: "b", roleArn: role.properties.arn ?? "", vpcConfig });
      await expect(other).rejects.toThrow("a cluster needs subnets in two availability zones");
    });

    it("a NAT gateway where there is no way to the internet", async () => {
      const { subnets } = await cluster();
      const address = await create(ADDRESS, { domain: "vpc" });
      const nat = create(NAT, { subnetId: subnets[0]?.id ?? "", allocationId: address.id });
      await expect(nat).rejects.toThrow("Gateway.NotAttached");
    });

    it("nodes before their network", async () => {
      const { subnets, role } = await cluster({ bootstrapSelfManagedAddons: false });
      const nodes = () =>
        create(NODES, {
          clusterName: "a",
          nodeRoleArn: role.properties.arn ?? "",
          subnetIds: [subnets[0]?.id ?? ""],
          scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
        });
      await expect(nodes()).rejects.toThrow("NodeCreationFailure");
      await create(ADDON, { clusterName: "a", addonName: "vpc-cni" });
      expect((await nodes()).id).toMatch(/^a:thing-/);
    });
  });

  it("gives each change of a launch template a version, which a preview can't know", async () => {
    const inputs = checked(TEMPLATE, {});
    const { id, properties } = await aws.create(TEMPLATE, inputs, false);
    expect(properties.latestVersion).toBe(1);
    const changed = { ...inputs, description: "new" };
    expect((await aws.update(TEMPLATE, id, properties, changed, true)).latestVersion).toBe(UNKNOWN);
    expect((await aws.update(TEMPLATE, id, properties, changed, false)).latestVersion).toBe(2);
    expect(aws.read(TEMPLATE, id)?.properties.latestVersion).toBe(2);
  });

  it("changes in place what AWS changes in place, and replaces for the rest", () => {
    const before = checked(REPOSITORY, { name: "ab", imageTagMutability: "MUTABLE" });
    const mutable = aws.diff(REPOSITORY, before, { ...before, imageTagMutability: "IMMUTABLE" });
    expect([[...mutable.changes.keys()], mutable.replaces]).toEqual([["imageTagMutability"], []]);
    expect(aws.diff(REPOSITORY, before, { ...before, name: "cd" })).toMatchObject({
      replaces: ["name"],
      deleteBeforeReplace: false,
    });
    expect(aws.diff(REPOSITORY, before, before).changes.size).toBe(0);
  });

  it("deletes first what keeps its name when it is replaced", () => {
    const encryption = { encryptionConfigurations: [{ encryptionType: "KMS" }] };
    const before = checked(REPOSITORY, { name: "ab" });
    expect(aws.diff(REPOSITORY, before, { ...before, ...encryption }).deleteBeforeReplace).toBe(true);
  });

  describe("refuses to delete", () => {
    it("what something else depends on", async () => {
      const role = await create(ROLE, { assumeRolePolicy: TRUST });
      const policyArn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";
      const attached = await create(ATTACHMENT, { role: role.id, policyArn });
      await expect(aws.delete(ROLE, role.id)).rejects.toThrow("DeleteConflict: still used by aws:iam/role");
      await aws.delete(ATTACHMENT, attached.id);
      await aws.delete(ROLE, role.id);
      expect(aws.read(ROLE, role.id)).toBeUndefined();
    });

    it("a cluster with nodes, and a security group that a rule of another one names", async () => {
      const { role, subnets } = await cluster();
      const scalingConfig = { minSize: 1, desiredSize: 1, maxSize: 1 };
      const nodeRoleArn = role.properties.arn ?? "";
      const subnetIds = subnets.map(({ id }) => id);
      await create(NODES, { clusterName: "a", nodeRoleArn, subnetIds, scalingConfig });
      await expect(aws.delete(CLUSTER, "a")).rejects.toThrow("ResourceInUseException");

      const [one, other] = [await create(GROUP, { name: "one" }), await create(GROUP, { name: "other" })];
      const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
      await create(RULE, { ...https, securityGroupId: one.id, referencedSecurityGroupId: other.id });
      await expect(aws.delete(GROUP, other.id)).rejects.toThrow("DependencyViolation");
    });

    it("a VPC with subnets, a subnet with a cluster, and a gateway that public addresses need", async () => {
      const { vpc, subnets } = await cluster();
      await expect(aws.delete(VPC, vpc.id)).rejects.toThrow("DependencyViolation: still used by aws:ec2/subnet");
      const [{ id: subnetId } = { id: "" }] = subnets;
      await expect(aws.delete(SUBNET, subnetId)).rejects.toThrow("still used by aws:eks/cluster:Cluster a");
      const gateway = await create(INTERNET, { vpcId: vpc.id });
      const address = await create(ADDRESS, { domain: "vpc" });
      await create(NAT, { subnetId, allocationId: address.id });
      await expect(aws.delete(INTERNET, gateway.id)).rejects.toThrow("the VPC has mapped public addresses");
    });

    it("what is protected", async () => {
      await cluster({ deletionProtection: true });
      await expect(aws.delete(CLUSTER, "a")).rejects.toThrow("deletionProtection is on; take it off first");
    });
  });

  it("answers data sources, and writes down what it took as given", () => {
    const cloud = new Cloud(folder);
    const ask = () => aws.invoke("aws:route53/getZone:getZone", { name: "example.com" });
    const { zoneId } = ask();
    expect(zoneId).toMatch(/^Z0[0-9A-F]{18}$/);
    expect(ask().zoneId).toBe(zoneId);
    expect(cloud.assumed()).toEqual([expect.stringContaining("example.com")]);
  });

  it("takes as given that the role which deploys an environment runs it", () => {
    aws.configure({ ...ACCOUNT, defaultTags: { tags: { system: "thoughts", environment: "staging" } } });
    const { arn } = aws.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
    expect(arn).toMatch(/^arn:aws:sts::\d{12}:assumed-role\/thoughts-staging-deploy\//);
    expect(new Cloud(folder).assumed()).toEqual([expect.stringContaining("thoughts-staging-deploy")]);
  });

  it("refuses types, data sources and options that it does not know, by name", () => {
    expect(() => aws.check(urn("aws:sqs/queue:Queue"), {}, {}, NAMING)).toThrow(/^aws:sqs\/queue:Queue is not known/);
    expect(() => aws.invoke("aws:ec2/getAmi:getAmi", {})).toThrow(/^aws:ec2\/getAmi:getAmi is not known/);
    expect(() => aws.invoke("aws:route53/getZone:getZone", { name: "a.b", tags: {} })).toThrow(
      /tags is not known to the stand-in/,
    );
    expect(aws.checkOptions({ ...ACCOUNT, profile: "me" })).toEqual([expect.objectContaining({ property: "profile" })]);
    expect(aws.checkOptions({ region: "eu-west-1" })).toEqual([
      { property: "allowedAccountIds", reason: expect.stringContaining("give exactly one") as string },
    ]);
  });

  describe("lets happen what a test asks for", () => {
    const type = "aws:ecr/repository:Repository";

    it("a failure, for the resource and the operation that it names only", async () => {
      const failing = { type, name: "thing", operation: "delete", fault: { kind: "fail", message: "AccessDenied" } };
      aws = withFaults([failing]);
      await create(REPOSITORY, { name: "frontend" });
      await expect(aws.delete(REPOSITORY, "frontend")).rejects.toThrow("AccessDenied");
      await aws.delete(urn(type, "other"), "frontend");
    });

    it("a delay", async () => {
      aws = withFaults([{ type, fault: { kind: "slow", seconds: 0.2 } }]);
      const start = Date.now();
      await create(REPOSITORY, { name: "frontend" });
      expect(Date.now() - start).toBeGreaterThanOrEqual(195);
    });

    it("throttling, which passes unless it goes on for longer than the SDK asks again", async () => {
      aws = withFaults([{ type, fault: { kind: "throttle", times: 3 } }]);
      await create(REPOSITORY, { name: "frontend" });
      aws = withFaults([{ type, fault: { kind: "throttle", times: 26 } }]);
      await expect(create(REPOSITORY, { name: "other" })).rejects.toThrow("ThrottlingException");
    });
  });
});
