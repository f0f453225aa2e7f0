import { between, exactly } from "../amount";
import { HOURS, USAGE } from "../assumptions";
import { listAt, textAt } from "../graph";
import type { Pricer } from "./kind";

const fixed = "fixed";
const usage = "usage";

export const natGateway: Pricer = () => [
  { what: "NAT gateway", kind: fixed, quantity: exactly(HOURS), price: "vpc/nat-gateway" },
  { what: "data through a NAT gateway", kind: usage, quantity: USAGE.natGb, price: "vpc/nat-gateway-data" },
];

export const address: Pricer = () => [
  { what: "public IPv4 address", kind: fixed, quantity: exactly(HOURS), price: "vpc/public-ipv4" },
];

/** Gateways cost nothing; an interface costs in each zone. @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
export const vpcEndpoint: Pricer = ({ inputs }) => {
  const kind = textAt(inputs, "vpcEndpointType");
  if (kind === "Gateway") {
    return [];
  }
  if (kind !== "Interface") {
    return `an endpoint of the type ${kind === "" ? "that is not said" : kind} has no price here`;
  }
  const zones = listAt(inputs, "subnetIds").length;
  return [
    {
      what: `interface endpoint in ${zones} zones`,
      kind: fixed,
      quantity: exactly(zones * HOURS),
      price: "vpc/endpoint",
    },
    { what: "data through an endpoint", kind: usage, quantity: USAGE.endpointGb, price: "vpc/endpoint-data" },
  ];
};

/** What goes from one zone to another is paid for on both sides. */
export const vpc: Pricer = () => {
  const { lowest, highest } = USAGE.betweenZonesGb;
  return [
    {
      what: "data between zones, out and in",
      kind: usage,
      quantity: between(2 * lowest, 2 * highest),
      price: "transfer/between-zones",
    },
  ];
};

/** The first 25 zones of an account have the same price. */
export const zone: Pricer = () => [
  { what: "DNS zone", kind: fixed, quantity: exactly(1), price: "route53/zone" },
  { what: "millions of queries", kind: usage, quantity: USAGE.zoneQueries, price: "route53/queries" },
];
