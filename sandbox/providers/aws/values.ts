import { BlockList } from "node:net";
import { z } from "zod";

/** A text that AWS takes. @param allowed what it may be, for people who gave another */
export function text(pattern: RegExp, allowed: string): z.ZodType<string> {
  return z.string().refine((given) => pattern.test(given), {
    error: ({ input }) => `"${String(input)}" is not allowed; use ${allowed}`,
  });
}

export function oneOf(...allowed: readonly [string, ...string[]]): z.ZodType<string> {
  return z.string().refine((given) => allowed.includes(given), {
    error: ({ input }) => `"${String(input)}" is not allowed; use one of ${allowed.join(", ")}`,
  });
}

/** A whole number from `min` to `max`. */
export function count(min: number, max: number): z.ZodType<number> {
  return z.number().refine((given) => Number.isInteger(given) && given >= min && given <= max, {
    error: ({ input }) => `${String(input)} is not allowed; use a whole number from ${min} to ${max}`,
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const arn = text(/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:.+$/, "an ARN");

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export const policyDocument = z.string().refine(isPolicy, {
  error: ({ input }) => `${String(input)} is no policy document; use JSON with a Version and a list Statement`,
});

function isPolicy(given: string): boolean {
  try {
    const { Version, Statement } = JSON.parse(given) as { Version?: unknown; Statement?: unknown };
    return (Version === "2012-10-17" || Version === "2008-10-17") && Array.isArray(Statement) && Statement.length > 0;
  } catch {
    return false;
  }
}

/** @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export const tags = z.record(
  text(
    /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
    `a tag key of at most 128 characters that does not start with "aws:"`,
  ),
  text(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, "a tag value of at most 256 letters, digits, spaces and _.:/=+-@"),
);

/** An identifier that AWS chose. @param prefix what it starts with: `vpc` */
export function id(prefix: string): z.ZodType<string> {
  return text(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `an id such as ${prefix}-0123456789abcdef0`);
}

export const cidr = text(z.regexes.cidrv4, "an address range such as 10.0.0.0/16");

/** A range of a VPC or subnet. @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const vpcCidr = z
  .string()
  .refine(
    (given) => z.regexes.cidrv4.test(given) && Number(given.split("/")[1]) >= 16 && Number(given.split("/")[1]) <= 28,
    {
      error: ({ input }) => `"${String(input)}" is not allowed; use an address range from /16 to /28`,
    },
  );

/** Whether the first address of a range is in another one; so ranges overlap where one starts in the other. */
export function startsIn(inner: string, outer: string): boolean {
  const [network = "", prefix = ""] = outer.split("/");
  const list = new BlockList();
  list.addSubnet(network, Number(prefix));
  return list.check(inner.split("/")[0] ?? "");
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ for what a description may be */
export const description = text(
  /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/,
  "at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
);
