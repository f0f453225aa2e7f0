import type { Price, PriceFile } from "./price-list";

/** A row of a file of AWS's price list, by the names of its columns. */
export type OfferRow = Readonly<Record<string, string>>;

/** A file of AWS's price list: the offer of one service in one region. */
export interface Offer {
  /** The day on which AWS published it. */
  readonly published: string;
  /** Rows of the usages that were asked for. */
  readonly rows: readonly OfferRow[];
}

/** What became of a price. */
export interface Renewed {
  readonly name: string;
  readonly before: Price;
  /** @default - it stays as it is */
  readonly after?: Price;
  /** Why it stays as it is. @default - it is renewed */
  readonly why?: string;
}

/** Where AWS publishes it, for everybody. @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-fetching-price-list-files-manually.html */
export function offerUrl(code: string, region: string): string {
  return `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${code}/current/${region}/index.csv`;
}

/** Columns without which a price can't be read. */
const NEEDED = ["TermType", "StartingRange", "PricePerUnit", "Currency", "usageType"];

/**
 * The rows of a file that are of some usages. A file of EC2 has millions of others, so it is read line by line.
 * @throws {Error} if it is no file of AWS's price list
 */
export async function readOffer(lines: AsyncIterable<string>, usages: ReadonlySet<string>): Promise<Offer> {
  let published: string | undefined;
  let columns: readonly string[] | undefined;
  const rows: OfferRow[] = [];
  for await (const line of lines) {
    if (columns !== undefined) {
      const row = rowOf(columns, line);
      if (usages.has(row.usageType ?? "") && row.TermType === "OnDemand") {
        rows.push(row);
      }
      continue;
    }
    const cells = cellsOf(line);
    if (cells[0] === "Publication Date") {
      published = cells[1]?.slice(0, 10);
    } else if (cells[0] === "SKU") {
      columns = cells;
    }
  }
  const missing = NEEDED.filter((name) => columns?.includes(name) !== true);
  if (published === undefined || missing.length > 0) {
    throw new Error(
      `this is no file of AWS's price list: it has ${published === undefined ? "no day of publication" : `no column ${missing.join(", ")}`}`,
    );
  }
  return { published, rows };
}

function rowOf(columns: readonly string[], line: string): OfferRow {
  const cells = cellsOf(line);
  return Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ""]));
}

/** Every cell is in quotes, and a quote in it is doubled. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = ""]) => cell.replaceAll('""', '"'));
}

/** One price from the rows of its offer. A row that is not exactly one leaves it as it is: a wrong price is worse than an old one. */
export function renewed(name: string, before: Price, { published, rows }: Offer): Renewed {
  const { offer } = before;
  if (offer === undefined) {
    return { name, before, why: "it has no row in AWS's price list: renew it by hand" };
  }
  const wanted = Object.entries({ ...offer.match, usageType: offer.usage });
  const found = rows.filter(
    (row) => Number(row.StartingRange) === 0 && wanted.every(([column, value]) => row[column] === value),
  );
  const [row] = found;
  if (row === undefined || found.length > 1) {
    return {
      name,
      before,
      why: `${found.length} rows are ${wanted.map((pair) => pair.join(" = ")).join(", ")}; one has to be`,
    };
  }
  const usd = Number(row.PricePerUnit);
  if (row.Currency !== "USD" || !(usd > 0)) {
    return {
      name,
      before,
      why: `its row says ${row.PricePerUnit ?? ""} ${row.Currency ?? ""}, which is no price in US dollars`,
    };
  }
  const { per, source } = before;
  return { name, before, after: { usd, per, source, read: published, offer } };
}

/** The file with what was renewed. */
export function withRenewed(file: PriceFile, all: readonly Renewed[]): PriceFile {
  const fresh = Object.fromEntries(all.flatMap(({ name, after }) => (after === undefined ? [] : [[name, after]])));
  return { ...file, prices: { ...file.prices, ...fresh } };
}

/** What became of a price, in a line. */
export function renewedText({ name, before, after, why }: Renewed): string {
  if (after === undefined) {
    return `  ${name}: stays $${before.usd} of ${before.read}: ${why ?? ""}`;
  }
  return before.usd === after.usd ? `  ${name}: $${after.usd}, as before` : `  ${name}: $${before.usd} → $${after.usd}`;
}
