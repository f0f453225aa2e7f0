import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../engine/user-error";

const day = z.iso.date();

const price = z.strictObject({
  usd: z.number().nonnegative(),
  /** What is counted: `instance-hour`, `GB-month`. */
  per: z.string().min(1),
  /** AWS's own page. */
  source: z.url({ protocol: /^https$/ }),
  /** The day on which it was so; the earliest one if the source is not exact. */
  read: day,
  /** Where AWS's word was read, if not with AWS. @default - with AWS: npm run prices:update */
  via: z.string().min(1).optional(),
  /** The region for which it was read. @default - the file's */
  of: z.string().optional(),
  /** The row of AWS's price list, by which it is renewed. @default - it is renewed by hand */
  offer: z
    .strictObject({ code: z.string(), usage: z.string(), match: z.record(z.string(), z.string()).optional() })
    .optional(),
});

/** Prices of one region, as a file has them. */
export const priceFile = z.strictObject({
  region: z.string(),
  currency: z.literal("USD"),
  prices: z.record(z.string(), price),
  /** What instance types have. */
  machines: z.record(
    z.string(),
    z.strictObject({ milliCpu: z.int().positive(), mebibytes: z.int().positive(), source: z.url() }),
  ),
});

export type Price = z.infer<typeof price>;
export type PriceFile = z.infer<typeof priceFile>;

export const PRICES = join(__dirname, "prices");

/** A price that is older than this is said to be old, in days. */
export const OLD_DAYS = 365;

/**
 * The prices of a region.
 * @returns one without a price for a region that has no file: then no price is known
 * @throws {UserError} with all that is wrong with the file
 */
export function pricesOf(region: string, folder = PRICES): PriceFile {
  const file = join(folder, `${region}.json`);
  if (!existsSync(file)) {
    return { region, currency: "USD", prices: {}, machines: {} };
  }
  return readPrices(file);
}

/** What to do in a region that has no file. */
export function noPricesText(region: string): string {
  return `there are no prices of ${region}; make cli/cost/prices/${region}.json of another region's: docs/cost.md#renew-them`;
}

/** Regions that have a file. */
export function pricedRegions(folder = PRICES): readonly string[] {
  return readdirSync(folder)
    .flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? [])
    .sort();
}

/** @throws {UserError} with all that is wrong with the file */
export function readPrices(file: string): PriceFile {
  const parsed = priceFile.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!parsed.success) {
    throw new UserError(`${file} is no file of prices:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/** How many days a price is old. */
export function ageOf({ read }: Pick<Price, "read">, today: string): number {
  return Math.floor((Date.parse(today) - Date.parse(read)) / 86_400_000);
}
