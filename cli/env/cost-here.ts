import { demoCost, demoCostText } from "../cost/demo-cost";
import { demoPrices, usagesHere } from "./overview";

/** What a demo takes of nodes such as staging's, for people. @returns undefined if nothing of it runs here */
export async function costHere(name: string): Promise<string | undefined> {
  const usage = (await usagesHere()).get(name);
  const cost = usage && demoCost(usage, demoPrices());
  return cost && `${demoCostText(cost)} on nodes such as staging's`;
}
