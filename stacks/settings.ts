import { z } from "zod";
import { type FormatName, FORMATS } from "../components/base/formats";
import type { Problem } from "../components/base/problems";
import { ZONE_LETTERS } from "../components/network/subnet-plan";
import { type FlagName, FLAGS } from "../infra/flags";
import { PROTECTED } from "../infra/protection";
import { BACKENDS, byBackend, byService, SERVICES } from "../infra/system";
import { keys } from "../release/keys";
import { serviceRelease } from "../release/service-release";
import { delivery } from "./delivery-settings";

/**
 * The settings of a stack: what its file `Pulumi.<stack>.yaml` says under `thoughts:`, and nothing else. Each schema
 * carries, as its description, what to write there; it is what a refusal tells people.
 */

const dnsName = (example: string, format: FormatName = "dnsName") =>
  z.string().regex(FORMATS[format].pattern).describe(`a lower-case DNS name such as ${example}`);

/** The parent of hosts. */
const domain = (example: string) =>
  dnsName(example, "domain").describe(
    `a lower-case DNS name such as ${example}, at most ${FORMATS.domain.most} characters`,
  );

const flagNames = Object.keys(FLAGS) as FlagName[];
const flag = z.boolean().optional().describe("true or false, or nothing for what the flag is without being asked");

const migration = z
  .strictObject({
    attempt: z.int().min(1).default(1).describe("a whole number from 1; one more runs a failed migration again"),
    backups: z
      .record(z.string(), z.string().min(1))
      .default({})
      .describe(
        "where the backup is, for each migration that drops something, such as 0007_drop_name: rds:before-v2-0",
      ),
  })
  .default({ attempt: 1, backups: {} })
  .describe(`an object with "attempt" and "backups", or nothing`);

/** Names as a sentence has them: `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.join(", ").replace(/, ([^,]*)$/, " and $1");
}

/** What runs: the only part of a stack file that a program writes. */
export const release = z
  .strictObject({
    services: z
      .strictObject(byService(() => serviceRelease))
      .describe(`an image version for each of ${listed(SERVICES)}`),
    migrations: z
      .strictObject(byBackend(() => migration))
      .prefault({})
      .describe(`an object with ${listed(BACKENDS)}, or nothing`),
    flags: z
      .strictObject(Object.fromEntries(flagNames.map((name) => [name, flag])) as Record<FlagName, typeof flag>)
      .default({})
      .describe(`true or false for any of ${flagNames.join(", ")}, or nothing`),
    keys,
  })
  .describe(`an object with "services"`);

export const postgresUpgrade = z
  .string()
  .regex(/^\d{2}$/)
  .optional()
  .describe(
    `the major version of PostgreSQL, in quotes, that the next run may bring the databases to, such as "16"; or nothing`,
  );

export const localSettings = z.strictObject({
  context: z.string().min(1).describe("the name of a context in your kubeconfig such as kind-kind"),
  domain: domain("example.local"),
  registry: z
    .string()
    .regex(FORMATS.imagePrefix.pattern)
    .describe("a registry's host, with a prefix if it has one, such as registry.example.local"),
  ingress: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("skipper") }),
      z.strictObject({
        kind: z.literal("class"),
        className: dnsName("nginx").describe("the name of an IngressClass that your cluster has such as nginx"),
      }),
      z.strictObject({
        kind: z.literal("gateway"),
        namespace: z
          .string()
          .regex(FORMATS.dnsLabel.pattern)
          .describe("the namespace of a Gateway that your cluster has such as edge"),
        name: dnsName("public").describe("the name of a Gateway that your cluster has such as public"),
      }),
    ])
    .default({ kind: "skipper" })
    .describe(
      'an object with "kind": skipper, class (with "className") or gateway (with "namespace" and "name"), or nothing for skipper',
    ),
  dashboards: z
    .enum(["grafana", "none"])
    .default("grafana")
    .describe(`"none" where Grafana's image is not in the registry, or nothing for grafana`),
  postgresUpgrade,
  delivery,
  release,
});

const accountNumber = z
  .string()
  .regex(/^\d{12}$/)
  .describe(`the 12 digits of an AWS account, in quotes`);

/** What an environment on AWS has in common with what its account has before. */
const accountSettings = z.strictObject({
  account: accountNumber,
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .default("us-west-2")
    .describe("an AWS region such as us-west-2"),
  domain: domain("example.com"),
  costCentre: z
    .string()
    .regex(FORMATS.tagValue.pattern)
    .describe(`who pays, as your accounting calls it such as platform-1200: ${FORMATS.tagValue.allowed}`),
});

export const bootstrapSettings = accountSettings.extend({
  repository: z.string().min(1).describe("the GitHub repository whose workflows deploy such as example/thoughts"),
  githubIssuer: z
    .enum(["create", "existing"])
    .default("create")
    .describe("existing where another environment's bootstrap made it in the same account, or nothing for create"),
  imageSources: z
    .array(accountNumber)
    .default([])
    .describe(`a list of the accounts, such as ["111111111111"], that images are copied from; or nothing for none`),
});

export const awsSettings = accountSettings.extend({
  zones: z
    .array(z.enum(ZONE_LETTERS))
    .min(2)
    .optional()
    .describe(
      "a list of letters of the region's availability zones such as [a, c], two or more; or nothing for [a, b, c]",
    ),
  publicAccessCidrs: z
    .array(z.cidrv4())
    .default([])
    .describe(
      "a list of ranges that may reach the cluster's API server over the internet, each an address with a prefix such " +
        "as /32, or nothing for none",
    ),
  budget: z
    .strictObject({
      limitUsd: z.number().positive().describe("what a month of the account may cost in US dollars such as 900"),
      subscribers: z.array(z.email()).min(1).describe("a list of the mail addresses that are told, 1 to 10"),
    })
    .describe(`an object with "limitUsd" and "subscribers"`),
  imageReaders: z
    .array(accountNumber)
    .default([])
    .describe(`a list of other accounts, such as ["222222222222"], that may pull images; or nothing for none`),
  webAclArn: z
    .string()
    .regex(/^(none|arn:aws:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[\w-]{1,128}\/[0-9a-f-]{36})$/)
    .optional()
    .describe(
      "the ARN of a web ACL in AWS WAF, regional and in the environment's region, that judges requests before a pod; " +
        `or "none" to take it off, or nothing to leave the load balancer with the one that it has`,
    ),
  crdsApplied: z
    .array(z.string().regex(/^[a-z0-9-]+@\d+\.\d+\.\d+$/))
    .default([])
    .describe(
      `a list of charts with the version whose CRDs were applied by hand for the next run, such as ` +
        `["aws-load-balancer-controller@3.5.0"], or nothing`,
    ),
  postgresUpgrade,
  databasePassword: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .default("1")
    .describe(
      "which password the backends have for their databases: a whole number from 1; one more is a new password",
    ),
  databaseChanges: z
    .enum(["maintenanceWindow", "immediately"])
    .default("maintenanceWindow")
    .describe(
      "when RDS makes the changes of the next run that may stop a database: maintenanceWindow or immediately, or nothing " +
        "for maintenanceWindow",
    ),
  unprotected: z
    .array(z.enum(PROTECTED))
    .default([])
    .describe(
      `a list of what the next run may delete or replace, of ${PROTECTED.join(", ")}, or nothing for none of it`,
    ),
  release,
});

export type LocalSettings = z.infer<typeof localSettings>;
export type AwsSettings = z.infer<typeof awsSettings>;
export type BootstrapSettings = z.infer<typeof bootstrapSettings>;

export type Parsed<T> = { readonly settings: T } | { readonly problems: readonly Problem[] };

/** Holds settings against their schema and says everything that is wrong with them, not only the first thing. */
export function parseSettings<T>(schema: z.ZodType<T>, given: unknown): Parsed<T> {
  const result = schema.safeParse(given, { reportInput: true });
  return result.success
    ? { settings: result.data }
    : { problems: result.error.issues.flatMap((issue) => problemsOf(schema, issue)) };
}

function problemsOf(schema: z.ZodType, issue: z.core.$ZodIssue): readonly Problem[] {
  const path = `thoughts:${issue.path.join(".")}`;
  const at = schemaAt(schema, issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = keysOf(at, issue.input).join(", ");
    const prefix = issue.path.length === 0 ? path : `${path}.`;
    return issue.keys.map((key) => ({
      path: `${prefix}${key}`,
      message: `nothing reads this key; known here are ${known}. Correct it or take it out.`,
    }));
  }
  const wanted = adviceAt(schema, issue.path);
  return [
    {
      path,
      message:
        issue.input === undefined
          ? `it is missing; write ${wanted}.`
          : `${shown(issue.input)} is not allowed; write ${wanted}.`,
    },
  ];
}

/** The keys that an object may have; of a choice, those of what was chosen. */
function keysOf(schema: unknown, given: unknown): readonly string[] {
  const object = unwrapped(schema);
  if (object instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = object.def;
    const choice = (given as Readonly<Record<string, unknown>>)[discriminator];
    return keysOf(
      object.options.find((option) => schemaAt(option as z.ZodType, [discriminator])?.safeParse(choice).success),
      given,
    );
  }
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

/** What to write at a path; where nothing is said about it, at what it is a part of. */
function adviceAt(schema: z.ZodType, path: readonly PropertyKey[]): string {
  const said = schemaAt(schema, path)?.description;
  return said ?? (path.length === 0 ? "another value" : adviceAt(schema, path.slice(0, -1)));
}

/** The schema at a path, to say what is allowed there. */
function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let at: unknown = schema;
  for (const key of path) {
    at = inner(unwrapped(at), key);
  }
  return at instanceof z.ZodType ? at : undefined;
}

function inner(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) {
    return (schema.shape as Record<PropertyKey, unknown>)[key];
  }
  if (schema instanceof z.ZodArray) {
    return schema.element;
  }
  return schema instanceof z.ZodDiscriminatedUnion
    ? schema.options.map((option) => inner(option, key)).find((found) => found !== undefined)
    : undefined;
}

function unwrapped(schema: unknown): unknown {
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapper ? unwrapped(schema.unwrap()) : schema;
}

/** What was given, short enough for a line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
