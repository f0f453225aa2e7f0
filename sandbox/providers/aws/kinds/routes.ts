import { z } from "zod";
import { textAt } from "../../wire/json";
import { digits, type Kind } from "../kind";
import { inSubnets, inVpc } from "../references";
import { cidr, id, tags } from "../values";

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html */
export const routeTable: Kind = {
  type: "aws:ec2/routeTable:RouteTable",
  inputs: z.strictObject({ vpcId: id("vpc"), tags: tags.optional() }),
  replaces: ["vpcId"],
  tagged: true,
  references: [inVpc()],
  id: (_, { seed }) => `rtb-0${digits(seed, 16)}`,
  outputs: (_, { account, region, seed }) => ({
    arn: `arn:aws:ec2:${region}:${account}:route-table/rtb-0${digits(seed, 16)}`,
    ownerId: account,
    region,
  }),
};

const TARGETS = ["gatewayId", "natGatewayId"];

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
export const route: Kind = {
  type: "aws:ec2/route:Route",
  inputs: z.strictObject({
    routeTableId: id("rtb"),
    destinationCidrBlock: cidr,
    gatewayId: id("igw").optional(),
    natGatewayId: id("nat").optional(),
  }),
  rules: (inputs) =>
    TARGETS.filter((target) => inputs[target] !== undefined).length === 1
      ? []
      : [{ property: "gatewayId", reason: `a route needs exactly one of ${TARGETS.join(", ")}` }],
  replaces: ["routeTableId", "destinationCidrBlock"],
  tagged: false,
  references: [
    { property: "routeTableId", to: routeTable.type, by: "id", missing: "InvalidRouteTableID.NotFound" },
    {
      property: "gatewayId",
      to: "aws:ec2/internetGateway:InternetGateway",
      by: "id",
      missing: "InvalidGatewayID.NotFound",
    },
    {
      property: "natGatewayId",
      to: "aws:ec2/natGateway:NatGateway",
      by: "id",
      missing: "InvalidNatGatewayID.NotFound",
    },
  ],
  key: (inputs) => `${textAt(inputs, "routeTableId")} ${textAt(inputs, "destinationCidrBlock")}`,
  taken: "RouteAlreadyExists",
  id: (inputs) => `r-${textAt(inputs, "routeTableId")}${digits(textAt(inputs, "destinationCidrBlock"), 10)}`,
  outputs: (_, { region }) => ({ origin: "CreateRoute", region, state: "active" }),
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
export const routeTableAssociation: Kind = {
  type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  inputs: z.strictObject({ routeTableId: id("rtb"), subnetId: id("subnet") }),
  replaces: ["subnetId"],
  tagged: false,
  references: [
    {
      property: "routeTableId",
      to: routeTable.type,
      by: "id",
      missing: "InvalidRouteTableID.NotFound",
      holds: "DependencyViolation",
    },
    // An association goes with its subnet.
    { ...inSubnets("subnetId"), holds: undefined },
  ],
  key: (inputs) => textAt(inputs, "subnetId"),
  taken: "Resource.AlreadyAssociated",
  id: (_, { seed }) => `rtbassoc-0${digits(seed, 16)}`,
  outputs: (_, { region }) => ({ region }),
};
