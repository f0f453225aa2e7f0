import { costOfResourceText, costText } from "../cost-text";
import type { EnvironmentReport } from "../report";
import { plain } from "./text";

/** As many resources are named; a page has all of them. */
const MOST_RESOURCES = 8;

/** What a change does to the bill: a line for each environment, and below it what costs something else. */
export function costLines(environments: readonly EnvironmentReport[]): readonly string[] {
  const lines = environments.flatMap(({ stack, cost }) => {
    if (cost === undefined) {
      return [];
    }
    const { resources, notKnown } = cost;
    const more = resources.length - MOST_RESOURCES;
    return [
      `- **${plain(stack)}**: ${plain(costText(cost))}`,
      ...resources.slice(0, MOST_RESOURCES).map((one) => `  - ${plain(costOfResourceText(one))}`),
      ...(more > 0 ? [`  - … and ${more} resources more`] : []),
      ...notKnown.map(({ resource, why }) => `  - not in the sum: ${plain(`${resource}: ${why}`)}`),
    ];
  });
  const notes = [...new Set(environments.flatMap(({ cost }) => cost?.notes ?? []))];
  return [...lines, ...notes.map((note) => `- ${plain(note)}`)];
}
