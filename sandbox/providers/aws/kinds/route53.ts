import { z } from "zod";
import { asText, textAt } from "../../wire/json";
import { digits, type Kind } from "../kind";
import { nameServers } from "../name-servers";
import { count, oneOf, tags, text } from "../values";

const ZONE_ID = text(/^Z[A-Z0-9]{1,31}$/, "a hosted zone's id such as Z1D633PJN98FT9");
const NAME = /^(?=.{1,254}$)(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.?$/;

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html */
export const zone: Kind = {
  type: "aws:route53/zone:Zone",
  inputs: z.strictObject({
    name: text(NAME, "a lower-case DNS name"),
    comment: text(/^[^\p{C}]{0,256}$/u, "at most 256 characters").optional(),
    forceDestroy: z.boolean().optional(),
    vpcs: z
      .array(
        z.strictObject({
          vpcId: text(/^vpc-[0-9a-f]{8,17}$/, "an id such as vpc-0123456789abcdef0"),
          vpcRegion: z.string().optional(),
        }),
      )
      .optional(),
    tags: tags.optional(),
  }),
  replaces: ["name"],
  tagged: true,
  references: [],
  key: (inputs) => `${inputs.vpcs === undefined ? "public" : "private"} ${textAt(inputs, "name")}`,
  taken: "HostedZoneAlreadyExists",
  id: (_, { seed }) => zoneId(seed),
  outputs: (inputs, { seed }) => {
    const servers = nameServers(seed);
    return {
      arn: `arn:aws:route53:::hostedzone/${zoneId(seed)}`,
      comment: inputs.comment ?? "Managed by Pulumi",
      nameServers: [...servers],
      primaryNameServer: servers[0] ?? "",
      zoneId: zoneId(seed),
    };
  },
};

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
export const record: Kind = {
  type: "aws:route53/record:Record",
  inputs: z.strictObject({
    name: text(NAME, "a lower-case DNS name"),
    type: oneOf("A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "TXT"),
    zoneId: ZONE_ID,
    ttl: count(0, 2_147_483_647).optional(),
    records: z.array(z.string()).min(1).optional(),
    aliases: z
      .array(z.strictObject({ name: z.string(), zoneId: ZONE_ID, evaluateTargetHealth: z.boolean() }))
      .max(1)
      .optional(),
    allowOverwrite: z.boolean().optional(),
  }),
  rules: ({ type, ttl, records, aliases }) => [
    ...((records === undefined) === (aliases === undefined)
      ? [{ property: "records", reason: "one of records and aliases is required, and not both" }]
      : []),
    ...((records === undefined) === (ttl === undefined)
      ? []
      : [{ property: "ttl", reason: "ttl goes with records, and with nothing else" }]),
    ...(type === "CNAME" && Array.isArray(records) && records.length > 1
      ? [{ property: "records", reason: "a CNAME has one record" }]
      : []),
  ],
  replaces: ["name", "type", "zoneId"],
  tagged: false,
  references: [
    {
      property: "zoneId",
      to: zone.type,
      by: "zoneId",
      missing: "NoSuchHostedZone",
      holds: "HostedZoneNotEmpty",
      assumed: true,
    },
  ],
  key: (inputs) => `${textAt(inputs, "zoneId")} ${fqdn(inputs.name)} ${textAt(inputs, "type")}`,
  taken: "InvalidChangeBatch",
  id: (inputs) => `${textAt(inputs, "zoneId")}_${fqdn(inputs.name)}_${textAt(inputs, "type")}`,
  outputs: (inputs) => ({ fqdn: fqdn(inputs.name), name: fqdn(inputs.name) }),
};

function fqdn(name: Parameters<typeof asText>[0]): string {
  return asText(name).replace(/\.$/, "");
}

function zoneId(seed: string): string {
  return `Z0${digits(seed, 18).toUpperCase()}`;
}
