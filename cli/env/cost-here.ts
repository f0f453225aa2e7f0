import { demoCost, demoCostText } from "../cost/demo-cost";
import { noPricesText } from "../cost/price-list";
import { demoPrices, usagesHere } from "./overview";

/** What a demo takes of nodes such as staging's, for people. @returns undefined if nothing of it runs here */
export async function costHere(name: string): Promise<string | undefined> {
  const usage = (await usagesHere()).get(name);
  if (usage === undefined) {
    return undefined;
  }
  const prices = demoPrices();
  const cost = demoCost(usage, prices);
  return cost === undefined
    ? `NOT KNOWN: ${noPricesText(prices.region)}`
    : `${demoCostText(cost)} on nodes such as staging's`;
}
