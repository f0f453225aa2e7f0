import { renderAll } from "../../sandbox/rendering/render";
import { textAt } from "./graph";
import { estimate, type Estimate } from "./estimate";
import type { Resource } from "./line";
import { pricesOf } from "./price-list";

/**
 * What the program of a clone costs as it is there: its resources are recorded, without an engine and without an account.
 * @param root the clone, or a commit of it that was checked out
 * @throws {UserError} with what the program complains about
 */
export function estimateOf(root: string, stack: string): Estimate {
  const { resources } = renderAll({ root, stack });
  return estimate(resources, pricesOf(regionOf(resources)));
}

/** The region of the provider of AWS. @returns an empty text if there is none */
export function regionOf(resources: readonly Resource[]): string {
  const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
  return textAt(provider?.inputs, "region");
}
