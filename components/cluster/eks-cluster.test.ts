import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { checkNodeGroup, EksCluster, type NodeGroup } from "./eks-cluster";

const nodes: NodeGroup = { instanceType: "m5.large", min: 2, desired: 2, max: 4 };

async function recorded() {
  const { resources } = await record(() => {
    const account = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
    const providers = [account, new eks.Provider("eks")];
    new EksCluster("c", { clusterName: "example", version: "1.35", nodes }, { providers });
  });
  return (name: string) => resources.find((resource) => resource.name === name);
}

describe("an EKS cluster", () => {
  it("has the version and the nodes that it was told", async () => {
    const find = await recorded();
    expect(find("c-control-plane")?.inputs).toMatchObject({ name: "example", version: "1.35" });
    expect(find("c-nodes")?.inputs).toMatchObject({
      instanceTypes: ["m5.large"],
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 4 },
    });
  });

  it("lets in whom access entries name, and nobody by a ConfigMap", async () => {
    expect((await recorded())("c-control-plane")?.inputs).toMatchObject({ authenticationMode: "API" });
  });

  it("is not kept on a version whose standard support has ended", async () => {
    expect((await recorded())("c-control-plane")?.inputs).toMatchObject({ upgradePolicy: { supportType: "STANDARD" } });
  });

  it("starts no node before it may join, has addresses for pods and pulls images", async () => {
    expect((await recorded())("c-nodes")?.dependsOn).toEqual(
      expect.arrayContaining(["c-node-role-worker", "c-node-role-network", "c-node-role-images"]),
    );
  });
});

describe("a node group", () => {
  it("may have any size between its bounds", () => {
    expect(checkNodeGroup(nodes)).toEqual([]);
    expect(checkNodeGroup({ ...nodes, min: 1, desired: 1 })).toEqual([]);
  });

  it.each([
    [{ desired: 1 }, "desired: 1 nodes are not between min 2 and max 4; change min or max with it."],
    [{ desired: 5 }, "desired: 5 nodes are not between min 2 and max 4; change min or max with it."],
    [{ min: 0 }, "min: 0 is no number of nodes; use a whole number from 1."],
    [{ max: 2.5 }, "max: 2.5 is no number of nodes; use a whole number from 1."],
    [{ instanceType: "large" }, `instanceType: "large" is no EC2 instance type; use one such as "m5.large".`],
  ])("is refused with %j", (change, message) => {
    const problems = checkNodeGroup({ ...nodes, ...change });
    expect(problems.map(({ path, message: text }) => `${path}: ${text}`)).toEqual([message]);
  });
});
