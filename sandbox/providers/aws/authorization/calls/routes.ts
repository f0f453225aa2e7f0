import { textAt } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import { describing, making, onIt, onOther, retagging } from "./ec2-calls";
import { changes } from "./tag-keys";

const readTable = (subject: Subject) => describing(subject, "RouteTables");

/** hashicorp/terraform-provider-aws, internal/service/ec2/vpc_route_table.go */
export const routeTable: TypeCalls = {
  create: (subject) => [
    ...making(subject, "CreateRouteTable", "route-table"),
    onOther(subject, "CreateRouteTable", "vpc", textAt(subject.inputs, "vpcId")),
    ...readTable(subject),
  ],
  read: readTable,
  update: (subject) => [...retagging(subject, "route-table"), ...readTable(subject)],
  remove: (subject) => [...readTable(subject), onIt(subject, "DeleteRouteTable", "route-table"), ...readTable(subject)],
};

function onTable(subject: Subject, action: string): Call {
  return onOther(subject, action, "route-table", textAt(subject.inputs, "routeTableId"));
}

/** internal/service/ec2/vpc_route.go */
export const route: TypeCalls = {
  create: (subject) => [...readTable(subject), onTable(subject, "CreateRoute"), ...readTable(subject)],
  read: readTable,
  update: (subject) => [onTable(subject, "ReplaceRoute"), ...readTable(subject)],
  remove: (subject) => [onTable(subject, "DeleteRoute"), ...readTable(subject)],
};

/** The table's part in an association, and the subnet's. */
function associating(subject: Subject, action: string): readonly Call[] {
  return [onTable(subject, action), onOther(subject, action, "subnet", textAt(subject.inputs, "subnetId"))];
}

/** internal/service/ec2/vpc_route_table_association.go: another table takes the place of the first one in one call. */
export const routeTableAssociation: TypeCalls = {
  create: (subject) => [...associating(subject, "AssociateRouteTable"), ...readTable(subject)],
  read: readTable,
  update: (subject) => [
    ...(changes(subject, "routeTableId") ? associating(subject, "ReplaceRouteTableAssociation") : []),
    ...readTable(subject),
  ],
  remove: (subject) => [...associating(subject, "DisassociateRouteTable"), ...readTable(subject)],
};
