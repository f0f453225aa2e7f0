import { officialPlugin } from "../../../engine/official-plugin";
import { standIn } from "../../../engine/plugins";

/** A provider plugin that the suite can start. */
export interface Plugin {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** The stand-in, and the official plugin where this machine has one. */
export function plugins(): readonly Plugin[] {
  const official = officialPlugin("kubernetes");
  return [
    { name: "the stand-in", command: process.execPath, args: [standIn("kubernetes")] },
    ...(official === undefined ? [] : [{ name: "the official plugin", command: official, args: [] }]),
  ];
}
