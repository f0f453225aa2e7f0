import { describe, expect, it } from "vitest";
import { judgeVersions } from "../infra/version-gate";
import type { Subject } from "../sandbox/providers/aws/authorization/call";
import { CALLS } from "../sandbox/providers/aws/authorization/calls";
import { TestAccount } from "../sandbox/providers/aws/testing";
import committed from "../versions.json";
import { environmentOf } from "./environments";
import { recordStack } from "./testing/graph";
import { committedConfig, TODAY } from "./testing/settings";

// How nodes get newer images (docs/upgrades.md#newer-images-of-nodes).

const GROUP = "aws:eks/nodeGroup:NodeGroup";

async function groups() {
  const { resources } = await recordStack("staging");
  return resources.filter(({ type }) => type === GROUP).map(({ inputs }) => inputs);
}

/** What the plugin asks AWS for when a group changes. */
function callsOf(before: object, after: object): readonly string[] {
  const subject = {
    account: "111111111111",
    region: "us-west-2",
    partition: "aws",
    olds: before,
    inputs: after,
    things: [],
  };
  return (CALLS[GROUP]?.update(subject as unknown as Subject) ?? []).map(({ action }) => action);
}

describe("the image of a group of nodes", () => {
  it("is no input of the program: a newer one is no change in a preview, and EKS takes the newest with each update", async () => {
    const all = await groups();
    expect(all.length).toBeGreaterThan(0);
    expect(all.flatMap((inputs) => Object.keys(inputs))).not.toContain("releaseVersion");
    for (const { launchTemplate } of all) {
      // A template with an image would take the choice from EKS.
      expect(Object.keys(launchTemplate as object).sort()).toEqual(["id", "version"]);
    }
    const { resources } = await recordStack("staging");
    const templates = resources.filter(({ type }) => type === "aws:ec2/launchTemplate:LaunchTemplate");
    expect(templates.flatMap(({ inputs }) => Object.keys(inputs))).not.toContain("imageId");
  });

  it("gets newer with Kubernetes: the group that is there is updated, a third of its nodes at a time, and none is replaced", async () => {
    const [inputs = {}] = await groups();
    const newer = { ...inputs, version: "1.36" };
    expect(inputs).toMatchObject({ version: committed.eksNodes, updateConfig: { maxUnavailablePercentage: 33 } });
    expect(callsOf(inputs, newer)).toContain("eks:UpdateNodegroupVersion");
    expect(callsOf(inputs, inputs)).not.toContain("eks:UpdateNodegroupVersion");
    const account = new TestAccount();
    try {
      expect(account.replaced(GROUP, inputs as never, { version: "1.36" })).toEqual([]);
      expect(account.replaced(GROUP, inputs as never, { amiType: "BOTTLEROCKET_x86_64" })).toEqual(["amiType"]);
    } finally {
      account.remove();
    }
  });

  it("is told of in each run while the nodes' Kubernetes is older than the cluster's", () => {
    const environment = environmentOf(committedConfig("staging"));
    const { warnings } = judgeVersions(environment, TODAY, { ...committed, eks: "1.35", eksNodes: "1.34" });
    expect(warnings).toContainEqual(
      expect.stringMatching(/^nodes are still on Kubernetes 1\.34, the cluster on 1\.35;/),
    );
  });
});
