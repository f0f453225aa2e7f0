import type { Resource } from "../line";

type Inputs = Resource["inputs"];

function resource(type: string, name: string, inputs: Inputs = {}): Resource {
  return { type, name, inputs };
}

export const cluster = (inputs: Inputs = {}) =>
  resource("aws:eks/cluster:Cluster", "cluster-control-plane", {
    upgradePolicy: { supportType: "STANDARD" },
    ...inputs,
  });

export const nodes = (minSize: number, maxSize: number, inputs: Inputs = {}, name = "nodes-general") =>
  resource("aws:eks/nodeGroup:NodeGroup", name, {
    instanceTypes: ["m5.large"],
    scalingConfig: { minSize, maxSize, desiredSize: minSize },
    ...inputs,
  });

export const schedule = (name: string, recurrence: string, desiredCapacity: number) =>
  resource("aws:autoscaling/schedule:Schedule", name, { recurrence, desiredCapacity });

export const database = (inputs: Inputs = {}) =>
  resource("aws:rds/instance:Instance", "users-db-instance", {
    engine: "postgres",
    storageType: "gp3",
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    ...inputs,
  });

export const vpc = resource("aws:ec2/vpc:Vpc", "network-vpc");

export const publicSubnet = (zone: string) =>
  resource("aws:ec2/subnet:Subnet", `network-public-${zone}`, { tags: { "kubernetes.io/role/elb": "1" } });

export const ingress = (name: string, annotations: Readonly<Record<string, string>>, ingressClassName = "alb") =>
  resource("kubernetes:networking.k8s.io/v1:Ingress", name, {
    metadata: { annotations: prefixed(annotations) },
    spec: { ingressClassName },
  });

function prefixed(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [`alb.ingress.kubernetes.io/${key}`, value]),
  );
}

export const natGateway = (zone: string) => resource("aws:ec2/natGateway:NatGateway", `network-nat-${zone}`);

export const budget = (limitAmount: string) => resource("aws:budgets/budget:Budget", "budget-monthly", { limitAmount });

export { resource };
