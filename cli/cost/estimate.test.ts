import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { renderAll } from "../../sandbox/rendering/render";
import { REHEARSED_STACKS } from "../../stacks/names";
import { ROOT } from "../folders";
import { moneyText, total } from "./amount";
import { regionOf } from "./asked";
import { budgetWarning, estimate, foreignPrices, noPrices, oldPrices } from "./estimate";
import type { Resource } from "./line";
import { pricesOf } from "./price-list";
import { PRICES, price } from "./testing/prices";
import {
  budget,
  cluster,
  database,
  ingress,
  natGateway,
  nodes,
  publicSubnet,
  resource,
  schedule,
  vpc,
} from "./testing/resources";

const of = (...resources: readonly Resource[]) => estimate(resources, PRICES);
const linesOf = (...resources: readonly Resource[]) =>
  of(...resources).lines.map(({ what, amount }) => [what, amount.lowest, amount.highest]);

describe("an estimate", () => {
  it("takes a month of 730 hours", () => {
    expect(linesOf(cluster())).toEqual([["control plane", 73, 73]]);
  });

  it("has the price of extended support as its bound where AWS does not upgrade the cluster", () => {
    expect(linesOf(cluster({ upgradePolicy: { supportType: "EXTENDED" } }))).toEqual([
      ["control plane, in standard to extended support", 73, expect.closeTo(438)],
    ]);
  });

  it("counts a cluster once that the official component makes", () => {
    const component = resource("eks:index:Cluster", "cluster", { upgradePolicy: { supportType: "STANDARD" } });
    expect(linesOf(component)).toEqual([["control plane", 73, 73]]);
    expect(linesOf(component, cluster())).toEqual([["control plane", 73, 73]]);
  });

  it("has the fewest and the most nodes of a group as bounds, each with its disk", () => {
    const template = resource("aws:ec2/launchTemplate:LaunchTemplate", "nodes-general-launch-template", {
      blockDeviceMappings: [{ ebs: { volumeSize: 50 } }],
    });
    expect(linesOf(nodes(1, 3), template)).toEqual([
      ["m5.large: 1 to 3 nodes on average", 73, expect.closeTo(219)],
      ["disks of nodes, 50 GiB each", 5, 15],
    ]);
  });

  it("has the nodes that schedules leave over a week as its lowest", () => {
    // Two from six in the morning to eight in the evening on five days, and one else: 70 × 2 + 98 × 1 of 168 hours.
    const found = linesOf(
      nodes(1, 2),
      schedule("nodes-general-night", "0 20 * * MON-FRI", 1),
      schedule("nodes-general-morning", "0 6 * * MON-FRI", 2),
    );
    expect(found[0]).toEqual([
      "m5.large: 1.42 to 2 nodes on average",
      expect.closeTo((73 * 238) / 168),
      expect.closeTo(146),
    ]);
  });

  it("gives a schedule to the group whose name is the longest at its beginning", () => {
    const found = linesOf(
      nodes(1, 2, {}, "nodes"),
      nodes(1, 2, {}, "nodes-spot"),
      schedule("nodes-spot-all", "0 0 * * *", 2),
    );
    expect(found.map(([what]) => what)).toEqual([
      "m5.large: 1 to 2 nodes on average",
      "disks of nodes, 20 GiB each",
      "m5.large: 2 nodes",
      "disks of nodes, 20 GiB each",
    ]);
  });

  it("lies between spot and on-demand where nodes are spot", () => {
    expect(linesOf(nodes(1, 1, { capacityType: "SPOT" }))[0]).toEqual([
      "m5.large, spot to on-demand: 1 nodes",
      expect.closeTo(29.2),
      expect.closeTo(73),
    ]);
  });

  it("counts a standby as a second machine and a second disk", () => {
    const [machine, disk] = linesOf(database({ multiAz: true, maxAllocatedStorage: 50 }));
    expect(machine).toEqual(["db.t4g.micro, with a standby", expect.closeTo(29.2), expect.closeTo(29.2)]);
    expect(disk).toEqual(["disk of 20 to 50 GiB, with a standby", 4, 10]);
  });

  it("counts the secret with a password that RDS keeps", () => {
    expect(linesOf(database({ manageMasterUserPassword: true })).map(([what]) => what)).toContain(
      "secret with its password",
    );
  });

  it("has one load balancer for a group of Ingresses, with an address in each public zone", () => {
    const group = { "group.name": "thoughts" };
    const found = linesOf(
      vpc,
      publicSubnet("a"),
      publicSubnet("b"),
      ingress("frontend-ingress", { ...group, scheme: "internet-facing" }),
      ingress("grafana-ingress", group),
    );
    expect(found.filter(([what]) => what === "load balancer")).toEqual([
      ["load balancer", expect.closeTo(14.6), expect.closeTo(14.6)],
    ]);
    expect(found.filter(([what]) => String(what).startsWith("public"))).toEqual([
      ["public IPv4 addresses in 2 zones", expect.closeTo(7.3), expect.closeTo(7.3)],
    ]);
  });

  it("leaves the load balancer of its source out where there is no network", () => {
    expect(linesOf(ingress("frontend-ingress", { "group.name": "thoughts-staging" }))).toEqual([]);
  });

  it("takes nothing for a gateway endpoint, and the zones of an interface", () => {
    const endpoint = (inputs: Resource["inputs"]) => resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", inputs);
    expect(linesOf(endpoint({ vpcEndpointType: "Gateway" }))).toEqual([]);
    expect(linesOf(endpoint({ vpcEndpointType: "Interface", subnetIds: ["a", "b", "c"] }))[0]).toEqual([
      "interface endpoint in 3 zones",
      expect.closeTo(21.9),
      expect.closeTo(21.9),
    ]);
  });

  it("counts each metric that an alarm watches", () => {
    const alarm = (inputs: Resource["inputs"]) => resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", inputs);
    const query = (metricName: string) => ({ metric: { metricName } });
    expect(linesOf(alarm({ metricName: "CPUUtilization" }))).toEqual([["alarm", 0.1, 0.1]]);
    expect(linesOf(alarm({ metricQueries: [query("a"), query("b"), { expression: "a / b" }] }))).toEqual([
      ["alarm", 0.2, 0.2],
    ]);
  });

  it("has a disk for each pod of a StatefulSet", () => {
    const set = resource("kubernetes:apps/v1:StatefulSet", "prometheus-stateful-set", {
      spec: {
        replicas: 2,
        volumeClaimTemplates: [{ spec: { resources: { requests: { storage: "512Mi" } } } }],
      },
    });
    expect(linesOf(set)).toEqual([["disk of 1 GiB", 0.1, 0.1]]);
    const claim = (storage: string) =>
      resource("kubernetes:core/v1:PersistentVolumeClaim", "claim", { spec: { resources: { requests: { storage } } } });
    expect(linesOf(claim("20G"))).toEqual([["disk of 18.63 GiB", expect.closeTo(1.863), expect.closeTo(1.863)]]);
    expect(of(claim("20GB")).notKnown.map(({ why }) => why)).toEqual([
      "the size of a disk is no quantity of Kubernetes",
    ]);
  });
});

describe("what is not known", () => {
  it.each([
    [resource("aws:lambda/function:Function", "f"), "what this type costs is not known here; add it to cli/cost/kinds"],
    [resource("kubernetes:cert-manager.io/v1:Certificate", "c"), "what this type costs is not known here"],
    [nodes(1, 2, { instanceTypes: ["m9.huge"] }), "us-west-2.json has no price ec2/m9.huge"],
    [nodes(1, 2, { instanceTypes: ["m5.large", "m5a.large"] }), "2 instance types (m5.large, m5a.large)"],
    [schedule("lonely-night", "0 20 * * *", 1), "no node group here has the name that its own starts with"],
    [database({ engine: "mysql" }), 'it has engine "mysql", storageType "gp3"'],
    [resource("aws:cloudwatch/logGroup:LogGroup", "l"), "it keeps logs for ever"],
    [resource("kubernetes:core/v1:Service", "s", { spec: { type: "LoadBalancer" } }), "LoadBalancer has no price here"],
    [resource("aws:ec2/vpcEndpoint:VpcEndpoint", "e", { vpcEndpointType: "GatewayLoadBalancer" }), "has no price here"],
  ])("is named with the reason: %s", (one, why) => {
    expect(of(one).notKnown).toEqual([
      { resource: one.name, type: one.type, why: expect.stringContaining(why) as string },
      ...of(one).notKnown.slice(1),
    ]);
  });

  it("is everything in a region without a file", () => {
    const found = estimate([cluster(), natGateway("a")], pricesOf("eu-central-1"));
    const { lines, notKnown, total: sum } = found;
    expect([lines, moneyText(sum)]).toEqual([[], "NOT KNOWN"]);
    expect(notKnown.map(({ why }) => why)).toEqual([
      "NAT gateway: cli/cost/prices/eu-central-1.json has no price vpc/nat-gateway",
      "data through a NAT gateway: cli/cost/prices/eu-central-1.json has no price vpc/nat-gateway-data",
      "control plane: cli/cost/prices/eu-central-1.json has no price eks/cluster",
    ]);
    expect(noPrices(found)).toEqual([
      "there are no prices of eu-central-1; make cli/cost/prices/eu-central-1.json of another region's: docs/cost.md#renew-them",
    ]);
    expect(noPrices(of(cluster()))).toEqual([]);
  });

  it("makes the sum of the others a lower bound", () => {
    const found = of(cluster(), resource("aws:new/thing:Thing", "thing"));
    expect(moneyText(found.total)).toBe("at least $73.00");
    expect(moneyText(found.fixed)).toBe("at least $73.00");
    expect(moneyText(of(cluster()).total)).toBe("$73.00");
    expect(noPrices(found)).toEqual([]);
  });
});

describe("for any resources", () => {
  const known = [cluster(), nodes(1, 3), database(), vpc, natGateway("a"), resource("aws:kms/key:Key", "key")];
  const anything = fc.array(
    fc.oneof(
      fc.constantFrom(...known),
      fc
        .tuple(fc.constantFrom("aws:new/thing:Thing", "eks:index:Other", "custom:x:Y"), fc.string())
        .map(([type, name]) => resource(type, name)),
    ),
    { maxLength: 12 },
  );

  it("the sum is that of its parts, fixed and usage are all of it, and no bound is above the other", () => {
    fc.assert(
      fc.property(anything, (resources) => {
        const found = of(...resources);
        const sum = total(found.lines.map(({ amount }) => amount));
        expect(found.total).toMatchObject(sum);
        expect(found.fixed.lowest + found.usage.lowest).toBeCloseTo(sum.lowest);
        expect(found.fixed.highest + found.usage.highest).toBeCloseTo(sum.highest);
        expect(found.lines.every(({ amount }) => 0 <= amount.lowest && amount.lowest <= amount.highest)).toBe(true);
      }),
    );
  });

  it("the order of them changes nothing", () => {
    const distinct = anything.map((all) => [...new Map(all.map((one) => [`${one.type} ${one.name}`, one])).values()]);
    fc.assert(
      fc.property(distinct, (resources) => {
        expect(of(...[...resources].reverse())).toEqual(of(...resources));
      }),
    );
  });

  it("none of a type that nobody thought of passes silently", () => {
    fc.assert(
      fc.property(anything, (resources) => {
        const strange = resources.filter((one) => !known.includes(one));
        expect(of(...resources).notKnown).toHaveLength(strange.length);
      }),
    );
  });
});

describe("the budget", () => {
  it("is held against the highest that a month may cost", () => {
    expect(budgetWarning(of(cluster(), budget("73")))).toBeUndefined();
    expect(budgetWarning(of(cluster(), budget("72")))).toBe(
      "a month may cost up to $73.00, more than the budget of $72.00: order less, or raise thoughts:budget.limitUsd",
    );
    expect(budgetWarning(of(cluster()))).toBeUndefined();
  });
});

describe("prices", () => {
  const prices = {
    ...PRICES,
    prices: { ...PRICES.prices, "eks/cluster": price(0.1, "hour", { read: "2025-01-01", of: "us-east-1" }) },
  };

  it("are said to be old when they were used and a year has gone by", () => {
    const found = estimate([cluster(), resource("aws:kms/key:Key", "key")], prices);
    expect(oldPrices(found, "2026-01-01")).toEqual([]);
    expect(oldPrices(found, "2026-01-02").map(({ name }) => name)).toEqual(["eks/cluster"]);
  });

  it("are said to be another region's", () => {
    expect(foreignPrices(estimate([cluster()], prices)).map(({ name }) => name)).toEqual(["eks/cluster"]);
    expect(foreignPrices(of(cluster()))).toEqual([]);
  });
});

describe.each(REHEARSED_STACKS)("%s", (stack) => {
  let resources: readonly Resource[];
  beforeAll(() => {
    ({ resources } = renderAll({ root: ROOT, stack }));
  });

  it("is in a region whose prices are known, and nothing that it asks for is without one", () => {
    const found = estimate(resources, pricesOf(regionOf(resources)));
    expect(found.notKnown).toEqual([]);
    expect(found.total.lowest).toBeGreaterThan(1);
  });

  it("fits its budget", () => {
    expect(budgetWarning(estimate(resources, pricesOf(regionOf(resources))))).toBeUndefined();
  });
});
