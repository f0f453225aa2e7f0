import { z } from "zod";
import { asText, textAt, type JsonObject } from "../../wire/json";
import { digits, type Kind, type ResourceContext } from "../kind";
import { arn, oneOf, tags, text } from "../values";
import { record } from "./route53";

const NAME = "(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$";
const DOMAIN = text(new RegExp(`^(?=.{1,253}$)${NAME}`, "i"), `a domain name such as example.com or *.example.com`);
/** The first name is the certificate's common name, which X.509 limits; the others may be longer. */
const FIRST_DOMAIN = text(new RegExp(`^(?=.{1,64}$)${NAME}`, "i"), "a domain name of at most 64 characters");

/** @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
export const certificate: Kind = {
  type: "aws:acm/certificate:Certificate",
  inputs: z.strictObject({
    domainName: FIRST_DOMAIN,
    // The quota that an account starts with is 10 names a certificate.
    subjectAlternativeNames: z.array(DOMAIN).max(9, { error: "a certificate has at most 10 names" }).optional(),
    validationMethod: oneOf("DNS", "EMAIL"),
    keyAlgorithm: oneOf("RSA_2048", "EC_prime256v1", "EC_secp384r1").optional(),
    tags: tags.optional(),
  }),
  replaces: ["domainName", "subjectAlternativeNames", "validationMethod", "keyAlgorithm"],
  tagged: true,
  references: [],
  // A certificate may have the same names as another one, but then nothing tells them apart here.
  key: (inputs) => `${asText(inputs.keyAlgorithm)} ${namesOf(inputs).join(" ")}`,
  id: (_, context) => arnOf(context),
  outputs: (inputs, context) => ({
    arn: arnOf(context),
    domainValidationOptions: namesOf(inputs).map((name) => validation(name, context)),
    keyAlgorithm: inputs.keyAlgorithm ?? "RSA_2048",
    region: context.region,
    status: "PENDING_VALIDATION",
    subjectAlternativeNames: namesOf(inputs),
  }),
};

/** Waits until the certificate is issued, which it never is without these records. */
export const certificateValidation: Kind = {
  type: "aws:acm/certificateValidation:CertificateValidation",
  inputs: z.strictObject({ certificateArn: arn, validationRecordFqdns: z.array(z.string()).optional() }),
  replaces: ["certificateArn", "validationRecordFqdns"],
  tagged: false,
  references: [
    {
      property: "certificateArn",
      to: certificate.type,
      by: "arn",
      missing: "ResourceNotFoundException",
    },
    { property: "validationRecordFqdns", to: record.type, by: "fqdn", missing: "the certificate is never issued" },
  ],
  key: (inputs) => textAt(inputs, "certificateArn"),
  id: (_, { created }) => created,
  outputs: (_, { region }) => ({ region }),
};

function namesOf(inputs: JsonObject): string[] {
  const others = Array.isArray(inputs.subjectAlternativeNames) ? inputs.subjectAlternativeNames : [];
  return [...new Set([textAt(inputs, "domainName"), ...others.map(asText)])];
}

function arnOf({ account, region, seed }: ResourceContext): string {
  const id = digits(seed, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return `arn:aws:acm:${region}:${account}:certificate/${id}`;
}

/** A domain and its wildcard are proven by one and the same record. */
function validation(name: string, { seed }: ResourceContext): JsonObject {
  const domain = name.replace(/^\*\./, "");
  return {
    domainName: name,
    resourceRecordName: `_${digits(`${seed} ${domain}`, 32)}.${domain}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `_${digits(`${domain} ${seed}`, 32)}.acm-validations.aws.`,
  };
}
