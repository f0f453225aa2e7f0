import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** This clone. */
export const ROOT = dirname(__dirname);

/** All that `up` makes for this clone, apart from the tools, which clones share. */
export const SANDBOX = join(ROOT, ".sandbox");

export const CLUSTER = join(SANDBOX, "cluster");
export const ENGINE = join(SANDBOX, "pulumi");

export function isUp(): boolean {
  return existsSync(SANDBOX);
}
