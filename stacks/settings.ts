import { z } from "zod";
import type { Problem } from "../components/base/problems";

/**
 * The settings of a stack: what its file `Pulumi.<stack>.yaml` says under `thoughts:`, and nothing else. Each schema
 * carries, as its description, what to write there; it is what a refusal tells people.
 */

const dnsName = (example: string) =>
  z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/)
    .max(253)
    .describe(`a lower-case DNS name such as ${example}`);

const imageVersion = z
  .strictObject({
    tag: z
      .string()
      .regex(/^(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/)
      .describe(`an image tag in quotes such as "v1.5", but not "latest", which moves`),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .optional()
      .describe(`a digest such as sha256:… with 64 hex digits, or nothing`),
  })
  .describe(`an object with "tag" and, if wanted, "digest"`);

/** What runs: the only part of a stack file that a program writes. */
export const release = z
  .strictObject({
    services: z
      .strictObject({ "users-backend": imageVersion, "thoughts-backend": imageVersion, frontend: imageVersion })
      .describe("an image version for each of users-backend, thoughts-backend and frontend"),
  })
  .describe(`an object with "services"`);

export const localSettings = z.strictObject({
  context: z.string().min(1).describe("the name of a context in your kubeconfig such as kind-kind"),
  domain: dnsName("example.local"),
  registry: z
    .string()
    .regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/)
    .describe("a registry's host, with a prefix if it has one, such as registry.example.local"),
  ingressClass: dnsName("nginx")
    .default("skipper")
    .describe("the name of an IngressClass that your cluster has such as nginx, or nothing for skipper"),
  release,
});

export const awsSettings = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/)
    .describe(`the 12 digits of an AWS account, in quotes`),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .default("us-west-2")
    .describe("an AWS region such as us-west-2"),
  domain: dnsName("example.com"),
  databaseHosts: z
    .strictObject({
      "users-backend": dnsName("users.abc123.us-west-2.rds.amazonaws.com"),
      "thoughts-backend": dnsName("thoughts.abc123.us-west-2.rds.amazonaws.com"),
    })
    .describe("the database's host for each of users-backend and thoughts-backend"),
  release,
});

export type LocalSettings = z.infer<typeof localSettings>;
export type AwsSettings = z.infer<typeof awsSettings>;

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
    const known = at instanceof z.ZodObject ? Object.keys(at.shape).join(", ") : "";
    const prefix = issue.path.length === 0 ? path : `${path}.`;
    return issue.keys.map((key) => ({
      path: `${prefix}${key}`,
      message: `nothing reads this key; known here are ${known}. Correct it or take it out.`,
    }));
  }
  const wanted = at?.description ?? "another value";
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

/** The schema at a path, to say what is allowed there. */
function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let at: unknown = schema;
  for (const key of path) {
    const object = unwrapped(at);
    at = object instanceof z.ZodObject ? (object.shape as Record<PropertyKey, unknown>)[key] : undefined;
  }
  return at instanceof z.ZodType ? at : undefined;
}

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : schema;
}

/** What was given, short enough for a line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
