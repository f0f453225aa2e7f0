import { describe, expect, it } from "vitest";
import type { Recorded } from "../components/testing/recording";
import { recordStack } from "./testing/graph";
import { Order } from "./testing/order";
import { ORDER_ON_AWS, OUTSIDE_THE_NETWORK } from "./testing/order-rules";

describe.each(["staging", "production"] as const)("%s is made and destroyed in an order", async (stack) => {
  const { resources } = await recordStack(stack);
  const order = new Order(resources);

  it("in which everything has what it needs for as long as it is there", () => {
    expect(order.problems(ORDER_ON_AWS)).toEqual([]);
  });

  it("in which the network is there before all that is in it, and goes last", () => {
    const inside = resources.filter(({ custom, type }) => custom && !OUTSIDE_THE_NETWORK.test(type));
    const early = inside.filter(({ type, name }) => !type.includes("/vpc:") && !order.before(name).has("network-vpc"));
    expect(early.map(({ name }) => name)).toEqual([]);
    expect(inside.length).toBeGreaterThan(100);
  });

  it("that has no circle", () => {
    expect(resources.filter(({ name }) => order.before(name).has(name)).map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ["cluster-nodes-general", "cluster-vpc-cni-addon"],
    ["cluster-nodes-general", "cluster-eks-pod-identity-agent-addon"],
    ["cluster-coredns-addon", "cluster-nodes-general"],
    ["namespace", "load-balancers-release"],
    ["namespace", "external-dns-addon"],
    ["load-balancers-release", "load-balancers-identity-association"],
    ["frontend-ingress", "certificate-validation"],
    ["cluster-nodes-general", "network-private-a-default-route"],
  ])("and is refused with %s no longer depending on %s, naming both", (later, first) => {
    const problems = new Order(without(resources, later, first)).problems(ORDER_ON_AWS);
    expect(problems).toContainEqual(
      expect.stringMatching(
        new RegExp(`^${later} \\(.*\\) may be made before ${first} \\(.*\\), and destroyed after it`),
      ),
    );
  });
});

it("a rule that speaks of nothing is broken: it would never fail", () => {
  const rule = { first: { type: /^aws:eks\/addon:/ }, then: { type: /^aws:eks\/addon:/ }, because: "" };
  expect(new Order([]).problems([rule])).toEqual([expect.stringContaining("no resource is /^aws:eks")]);
});

/** The same graph with one edge less: a resource's, and that of the component that it is a part of. */
function without(resources: readonly Recorded[], later: string, first: string): readonly Recorded[] {
  const parent = resources.find(({ name }) => name === later)?.parent;
  return resources.map((resource) =>
    [later, parent].includes(resource.name)
      ? { ...resource, dependsOn: resource.dependsOn.filter((dependency) => dependency !== first) }
      : resource,
  );
}
