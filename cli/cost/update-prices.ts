// npm run prices:update: renews the files of prices from AWS's price list, which everybody may read.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { type PriceFile, pricedRegions, PRICES, pricesOf } from "./price-list";
import { type Offer, offerUrl, readOffer, type Renewed, renewed, renewedText, withRenewed } from "./renewal";

async function fetched(code: string, region: string, usages: ReadonlySet<string>): Promise<Offer> {
  const url = offerUrl(code, region);
  const { ok, status, body } = await fetch(url);
  if (!ok || body === null) {
    throw new Error(`${url} answers ${status}`);
  }
  return readOffer(createInterface({ input: Readable.fromWeb(body as ReadableStream) }), usages);
}

async function update(file: PriceFile): Promise<readonly Renewed[]> {
  const { region } = file;
  const prices = Object.entries(file.prices);
  const codes = [...new Set(prices.flatMap(([, { offer }]) => offer?.code ?? []))].sort();
  const offers = new Map<string, Offer>();
  for (const code of codes) {
    console.log(`Reading ${offerUrl(code, region)} …`);
    const usages = prices.flatMap(([, { offer }]) => (offer?.code === code ? [offer.usage] : []));
    offers.set(code, await fetched(code, region, new Set(usages)));
  }
  const nothing: Offer = { published: "", rows: [] };
  return prices.map(([name, price]) => renewed(name, price, offers.get(price.offer?.code ?? "") ?? nothing));
}

/** Files are written once all offers were read. */
async function main(): Promise<void> {
  const found = [];
  for (const region of pricedRegions()) {
    const file = pricesOf(region);
    found.push({ region, file, all: await update(file) });
  }
  for (const { region, file, all } of found) {
    writeFileSync(join(PRICES, `${region}.json`), `${JSON.stringify(withRenewed(file, all), undefined, 2)}\n`);
    console.log([`${region}:`, ...all.map(renewedText)].join("\n"));
  }
}

main().catch((error: unknown) => {
  const why = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
  console.error(`No price was changed: ${error instanceof Error ? error.message : String(error)}${why}`);
  process.exit(1);
});
