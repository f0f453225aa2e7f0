import { quantityOf } from "../../../policies/quantity";
import { exactly } from "../amount";
import { HOURS, USAGE } from "../assumptions";
import { type Graph, listAt, textAt } from "../graph";
import type { Part, Resource } from "../line";
import type { Pricer } from "./kind";

const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
const GROUP = "alb.ingress.kubernetes.io/group.name";
const SCHEME = "alb.ingress.kubernetes.io/scheme";

/** Of storage. @returns undefined if it is no quantity */
function gibOf(text: string): number | undefined {
  const bytes = quantityOf(text);
  return bytes === undefined ? undefined : bytes / 2 ** 30;
}

/**
 * Ingresses of one group share a load balancer: the first one has its lines. Where there is no network, it is a copy's, and
 * the load balancer is paid for by its source.
 */
export const ingress: Pricer = (resource, graph) => {
  const className = textAt(resource.inputs, "spec", "ingressClassName");
  if (className !== "alb") {
    return graph.has("aws:ec2/vpc:Vpc") ? `nobody knows what its ingressClassName "${className}" makes on AWS` : [];
  }
  const group = groupOf(resource);
  const all = graph.all(INGRESS).filter((one) => groupOf(one) === group);
  return graph.has("aws:ec2/vpc:Vpc") && all[0] === resource ? loadBalancer(all, graph) : [];
};

function loadBalancer(ingresses: readonly Resource[], graph: Graph): readonly Part[] {
  const isPublic = ingresses.some(({ inputs }) => annotation(inputs, SCHEME) === "internet-facing");
  const { lowest, highest } = USAGE.loadBalancerUnits;
  return [
    { what: "load balancer", kind: "fixed", quantity: exactly(HOURS), price: "elb/application" },
    ...(isPublic
      ? [
          {
            what: `public IPv4 addresses in ${graph.publicZones} zones`,
            kind: "fixed" as const,
            quantity: exactly(graph.publicZones * HOURS),
            price: "vpc/public-ipv4",
          },
        ]
      : []),
    {
      what: `${lowest} to ${highest} capacity units`,
      kind: "usage",
      quantity: { lowest: lowest * HOURS, highest: highest * HOURS },
      price: "elb/capacity-unit",
    },
    { what: "data to the internet", kind: "usage", quantity: USAGE.outGb, price: "transfer/out" },
  ];
}

function annotation(inputs: Resource["inputs"], name: string): string {
  return textAt(inputs, "metadata", "annotations", name);
}

/** One without a group is alone. */
function groupOf({ name, inputs }: Resource): string {
  const group = annotation(inputs, GROUP);
  return group === "" ? `${name} alone` : group;
}

/** A load balancer for each is not what this program makes; one that somebody adds costs. */
export const service: Pricer = ({ inputs }) =>
  textAt(inputs, "spec", "type") === "LoadBalancer" ? "a Service of the type LoadBalancer has no price here" : [];

/** Its pods run on nodes that are paid for; each of them has disks of its own. */
export const statefulSet: Pricer = ({ inputs }) => {
  const replicas = Number(textAt(inputs, "spec", "replicas") || 1);
  const sizes = listAt(inputs, "spec", "volumeClaimTemplates").map((claim) =>
    gibOf(textAt(claim, "spec", "resources", "requests", "storage")),
  );
  return sizes.every((size) => size !== undefined)
    ? sizes.map((size) => disk(size * replicas))
    : "the size of a disk is no quantity of Kubernetes";
};

export const claim: Pricer = ({ inputs }) => {
  const size = gibOf(textAt(inputs, "spec", "resources", "requests", "storage"));
  return size === undefined ? "the size of a disk is no quantity of Kubernetes" : [disk(size)];
};

function disk(gib: number): Part {
  return { what: `disk of ${Number(gib.toFixed(2))} GiB`, kind: "fixed", quantity: exactly(gib), price: "ebs/gp3" };
}
