import { asText, objectsAt, textAt, type JsonObject } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import { calling, looking } from "./arns";
import { changes, newTags, oldTags } from "./tag-keys";

const arnOf = ({ partition }: Subject, zone: string) => `arn:${partition}:route53:::hostedzone/${zone}`;
const onIt = (subject: Subject, action: string) => calling(action, arnOf(subject, subject.id ?? "*"));

/** A change is waited for, by an identifier of its own. */
const waiting = ({ partition }: Subject) => calling("route53:GetChange", `arn:${partition}:route53:::change/*`);

/** hashicorp/terraform-provider-aws, internal/service/route53/zone.go: a private zone's name servers are in its records. */
function readZone(subject: Subject): readonly Call[] {
  const actions = ["route53:GetHostedZone", "route53:ListTagsForResource"];
  if (subject.inputs.vpcs !== undefined) actions.push("route53:ListResourceRecordSets");
  return actions.map((action) => onIt(subject, action));
}

/** A private zone's VPCs: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-creating.html */
function joining(subject: Subject): readonly Call[] {
  const vpcs = objectsAt(subject.inputs, "vpcs").map((vpc) =>
    calling("route53:AssociateVPCWithHostedZone", arnOf(subject, subject.id ?? "*"), vpcKeys(subject, vpc)),
  );
  return vpcs.length === 0 ? [] : [...vpcs, calling("ec2:DescribeVpcs", "*", { "ec2:Region": subject.region })];
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html */
function vpcKeys({ region }: Subject, vpc?: JsonObject): Call["context"] {
  if (vpc === undefined) return {};
  return { "route53:VPCs": `VPCId=${textAt(vpc, "vpcId")},VPCRegion=${textAt(vpc, "vpcRegion") || region}` };
}

export const zone: TypeCalls = {
  create: (subject) => [
    calling("route53:CreateHostedZone", "*", vpcKeys(subject, objectsAt(subject.inputs, "vpcs")[0])),
    ...joining(subject),
    waiting(subject),
    ...(Object.keys(newTags(subject)).length > 0 ? [onIt(subject, "route53:ChangeTagsForResource")] : []),
    ...readZone(subject),
  ],
  read: readZone,
  update: (subject) => [
    ...(changes(subject, "comment") ? [onIt(subject, "route53:UpdateHostedZoneComment")] : []),
    ...(changes(subject, "vpcs")
      ? [...joining(subject), onIt(subject, "route53:DisassociateVPCFromHostedZone"), waiting(subject)]
      : []),
    ...(JSON.stringify(newTags(subject)) === JSON.stringify(oldTags(subject))
      ? []
      : [onIt(subject, "route53:ChangeTagsForResource")]),
    ...readZone(subject),
  ],
  // Other people's records go first, and signatures: `deleteAllResourceRecordsFromHostedZone`, `hostedZoneDNSSECStatus`.
  remove: (subject) => [
    ...(subject.inputs.forceDestroy === true
      ? ["route53:ListResourceRecordSets", "route53:GetDNSSEC"].map((action) => onIt(subject, action))
      : []),
    onIt(subject, "route53:DeleteHostedZone"),
    waiting(subject),
  ],
};

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html */
function changing(subject: Subject, change: "CREATE" | "UPSERT" | "DELETE"): readonly Call[] {
  const { inputs } = subject;
  return [
    calling("route53:ChangeResourceRecordSets", arnOf(subject, textAt(inputs, "zoneId")), {
      "route53:ChangeResourceRecordSetsActions": [change],
      "route53:ChangeResourceRecordSetsNormalizedRecordNames": [asText(inputs.name).replace(/\.$/, "").toLowerCase()],
      "route53:ChangeResourceRecordSetsRecordTypes": [textAt(inputs, "type")],
    }),
    waiting(subject),
  ];
}

/** internal/service/route53/record.go */
function readRecord(subject: Subject): readonly Call[] {
  const arn = arnOf(subject, textAt(subject.inputs, "zoneId"));
  return ["route53:GetHostedZone", "route53:ListResourceRecordSets"].map((action) => calling(action, arn));
}

export const record: TypeCalls = {
  create: (subject) => [
    ...changing(subject, subject.inputs.allowOverwrite === true ? "UPSERT" : "CREATE"),
    ...readRecord(subject),
  ],
  read: readRecord,
  update: (subject) => [...changing(subject, "UPSERT"), ...readRecord(subject)],
  remove: (subject) => [...readRecord(subject), ...changing(subject, "DELETE")],
};

/** internal/service/route53/zone_data_source.go, of a public zone by its name. */
export const getZone = ({ partition }: Pick<Subject, "partition">): readonly Call[] => [
  ...looking("route53:ListHostedZones"),
  ...["route53:GetHostedZone", "route53:ListTagsForResource"].map((action) =>
    calling(action, `arn:${partition}:route53:::hostedzone/*`),
  ),
];
