import { readOutputs } from "../engine/pulumi/state";
import { ENGINE } from "./folders";

/** Addresses from outside of a stack of this clone, by service or tool. @returns none if it is not up */
export function urlsOf(stack: string): Readonly<Record<string, string>> {
  return (readOutputs(ENGINE, stack).urls ?? {}) as Readonly<Record<string, string>>;
}
