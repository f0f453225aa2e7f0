import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Sequence } from "../base/sequence";
import { Network } from "../network/network";
import { record, type Recorded } from "../testing/recording";
import { LockoutGuard } from "./lockout-guard";
import { EksCluster, type EksClusterArgs, withoutCreatorAdmin } from "./eks-cluster";

const KEY = "arn:aws:kms:us-west-2:123456789012:key/1";
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

const args: Omit<EksClusterArgs, "network" | "versionStep" | "lockoutGuard"> = {
  clusterName: "example",
  version: "1.35",
  nodeVersion: "1.34",
  publicAccessCidrs: [],
  access: { deployer: role("deploy"), others: { developers: { role: role("read"), level: "view" } } },
  compute: {
    kind: "managedNodeGroups",
    groups: {
      general: { instanceTypes: ["m5.large"], min: 2, desired: 2, max: 4 },
      batch: {
        instanceTypes: ["m7g.large", "m6g.large"],
        min: 1,
        desired: 1,
        max: 9,
        capacity: "spot",
      },
    },
  },
  addonVersions: {
    "vpc-cni": "v1.0.0-eksbuild.1",
    "kube-proxy": "v1.0.0-eksbuild.2",
    "eks-pod-identity-agent": "v1.0.0-eksbuild.3",
    coredns: "v1.0.0-eksbuild.4",
    "metrics-server": "v1.0.0-eksbuild.5",
    "aws-ebs-csi-driver": "v1.0.0-eksbuild.6",
    "eks-node-monitoring-agent": "v1.0.0-eksbuild.7",
  },
  keyArn: KEY,
  logRetentionDays: 90,
  instanceTags: { owner: "me" },
};

async function recorded(change: Partial<EksClusterArgs> = {}): Promise<(name: string) => Recorded> {
  const { resources } = await record(() => {
    const account = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
    const network = new Network(
      "net",
      {
        region: "us-west-2",
        cidr: "10.0.0.0/16",
        zones: ["a", "b"],
        natGateways: "single",
        flowLogGroup: "/flows",
        flowLogRetentionDays: 30,
        keyArn: KEY,
      },
      { provider: account },
    );
    const versionStep = new Sequence("step", { what: "the version", position: 35 }, {});
    const { access, publicAccessCidrs } = args;
    const lockoutGuard = new LockoutGuard("guard", { access, publicAccessCidrs, caller: "me", unprotected: false }, {});
    new EksCluster(
      "c",
      { ...args, network, versionStep, lockoutGuard, ...change },
      { providers: [account, new eks.Provider("eks")] },
    );
  });
  return (name) => {
    const found = resources.find((resource) => resource.name === name);
    if (found === undefined) throw new Error(`no ${name}; there are ${resources.map((r) => r.name).join(", ")}`);
    return found;
  };
}

/** Of the arguments as they are. */
const plain = recorded();

describe("an EKS cluster", () => {
  it("has the version it was told, in private subnets only, and encrypts its Secrets", async () => {
    expect((await plain)("c-control-plane").inputs).toMatchObject({
      name: "example",
      version: "1.35",
      vpcId: "net-vpc-id",
      privateSubnetIds: ["net-private-a-id", "net-private-b-id"],
      encryptionConfigKeyArn: KEY,
    });
  });

  it("gets another version only after the step to it was allowed", async () => {
    expect((await plain)("c-control-plane").dependsOn).toContain("step");
  });

  it("changes who reaches it, or may use it, only after the guard against lock-outs", async () => {
    for (const name of ["c-control-plane", "c-access-deployer", "c-access-deployer-admin"]) {
      expect((await plain)(name).dependsOn).toContain("guard");
    }
  });

  it("is reached from inside its network, and over the internet from named ranges only", async () => {
    const inside = (await plain)("c-control-plane").inputs;
    expect(inside).toMatchObject({ endpointPrivateAccess: true, endpointPublicAccess: false });
    expect(inside).not.toHaveProperty("publicAccessCidrs");
    const open = (await recorded({ publicAccessCidrs: ["54.240.193.0/24"] }))("c-control-plane").inputs;
    expect(open).toMatchObject({ endpointPublicAccess: true, publicAccessCidrs: ["54.240.193.0/24"] });
  });

  it("lets in whom access entries name, and nobody by a ConfigMap or for having made it", async () => {
    const find = await plain;
    expect(find("c-control-plane").inputs.authenticationMode).toBe("API");
    expect(find("c-access-deployer").inputs).toMatchObject({ principalArn: role("deploy"), type: "STANDARD" });
    expect(find("c-access-deployer-admin").inputs).toMatchObject({
      principalArn: role("deploy"),
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
    expect(find("c-access-developers-view").inputs.policyArn).toMatch(/AmazonEKSViewPolicy$/);

    const [type, opts] = ["aws:eks/cluster:Cluster", {} as pulumi.ResourceOptions];
    const props = { accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true } };
    const transformed = await withoutCreatorAdmin({ type, name: "c", custom: true, props, opts });
    const accessConfig = transformed?.props.accessConfig as pulumi.Output<unknown>;
    expect(await new Promise((resolve) => accessConfig.apply(resolve))).toEqual({
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions: false,
    });
    expect(withoutCreatorAdmin({ type: "aws:iam/role:Role", name: "c", custom: true, props, opts })).toBeUndefined();
  });

  it("is not kept on a version whose standard support has ended", async () => {
    expect((await plain)("c-control-plane").inputs).toMatchObject({ upgradePolicy: { supportType: "STANDARD" } });
  });

  it("writes what was asked of it to a log group of its own making, with an end", async () => {
    const find = await plain;
    expect(find("c-log-group").inputs).toMatchObject({
      name: "/aws/eks/example/cluster",
      retentionInDays: 90,
      kmsKeyId: KEY,
    });
    expect(find("c-control-plane").inputs.enabledClusterLogTypes).toEqual(["api", "audit", "authenticator"]);
    expect(find("c-control-plane").dependsOn).toContain("c-log-group");
  });

  it("has its add-ons at the versions it was told, and enforces NetworkPolicies", async () => {
    const find = await plain;
    for (const [addon, version] of Object.entries(args.addonVersions)) {
      expect(find(`c-${addon}-addon`).inputs).toMatchObject({ addonName: addon, addonVersion: version });
    }
    expect(find("c-vpc-cni-addon").inputs.configurationValues).toBe('{"enableNetworkPolicy":"true"}');
  });

  it("gives add-ons that use AWS a role by Pod Identity, and nodes none of their permissions", async () => {
    const find = await plain;
    for (const [addon, serviceAccount, purpose, policy] of [
      ["vpc-cni", "aws-node", "network", "AmazonEKS_CNI_Policy"],
      ["aws-ebs-csi-driver", "ebs-csi-controller-sa", "volumes", "service-role/AmazonEBSCSIDriverPolicy"],
    ] as const) {
      expect(find(`c-${addon}-addon`).inputs.podIdentityAssociations).toEqual([
        { serviceAccount, roleArn: `arn-of-c-${addon}-role-role` },
      ]);
      expect(find(`c-${addon}-role-${purpose}`).inputs.policyArn).toBe(`arn:aws:iam::aws:policy/${policy}`);
      expect(JSON.parse(String(find(`c-${addon}-role-role`).inputs.assumeRolePolicy))).toMatchObject({
        Statement: [{ Principal: { Service: "pods.eks.amazonaws.com" }, Action: ["sts:AssumeRole", "sts:TagSession"] }],
      });
    }
    expect(find("c-nodes-role-worker").inputs.policyArn).toMatch(/AmazonEKSWorkerNodePolicy$/);
    expect(find("c-nodes-role-images").inputs.policyArn).toMatch(/AmazonEC2ContainerRegistryPullOnly$/);
    await expect(plain.then((other) => other("c-nodes-role-network"))).rejects.toThrow("no c-nodes-role-network");
  });
});

describe("nodes of a cluster", () => {
  it("are as many and of the kind that the group says, and whatever scales them says how many there are", async () => {
    const { inputs, ignoreChanges } = (await plain)("c-nodes-general");
    expect(inputs).toMatchObject({
      version: "1.34",
      instanceTypes: ["m5.large"],
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 4 },
      subnetIds: ["net-private-a-id", "net-private-b-id"],
      nodeRepairConfig: { enabled: true },
      updateConfig: { maxUnavailablePercentage: 33 },
    });
    expect(ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
  });

  it("may be spot capacity of several types", async () => {
    expect((await plain)("c-nodes-batch").inputs).toMatchObject({
      instanceTypes: ["m7g.large", "m6g.large"],
      amiType: "AL2023_ARM_64_STANDARD",
      capacityType: "SPOT",
    });
  });

  it("have encrypted disks, and keep their credentials from pods", async () => {
    const find = await plain;
    expect(find("c-nodes-batch-launch-template").inputs).toMatchObject({
      blockDeviceMappings: [{ ebs: { volumeSize: 50, volumeType: "gp3", encrypted: "true" } }],
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    });
    expect(find("c-nodes-batch").inputs.launchTemplate).toEqual({
      id: "c-nodes-batch-launch-template-id",
      version: "1",
    });
  });

  it("are tagged, although the provider does not make them", async () => {
    const { tagSpecifications } = (await plain)("c-nodes-general-launch-template").inputs;
    const tags = { owner: "me", Name: "c-nodes-general-launch-template" };
    expect(tagSpecifications).toEqual([
      { resourceType: "instance", tags },
      { resourceType: "volume", tags },
    ]);
  });

  it("come after their network, their add-ons and what they may do; pods of other add-ons come after them", async () => {
    const find = await plain;
    for (const group of ["c-nodes-general", "c-nodes-batch"]) {
      expect(find(group).dependsOn).toEqual(
        expect.arrayContaining([
          "c-vpc-cni-addon",
          "c-kube-proxy-addon",
          "c-eks-pod-identity-agent-addon",
          "c-nodes-role-worker",
          "c-nodes-role-images",
          "net-private-a-default-route",
          "net-private-a-association",
        ]),
      );
    }
    for (const addon of ["coredns", "metrics-server", "aws-ebs-csi-driver", "eks-node-monitoring-agent"]) {
      expect(find(`c-${addon}-addon`).dependsOn).toEqual(expect.arrayContaining(["c-nodes-general", "c-nodes-batch"]));
    }
  });
});
