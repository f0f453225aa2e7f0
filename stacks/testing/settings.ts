import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Config } from "../config";

/** Tests say the same on every day. */
export const TODAY = "2026-11-25";

/** The configuration of a committed stack file, as the engine would hand it over. */
export function committedConfig(stack: string): Config {
  const file = readFileSync(join(__dirname, "..", "..", `Pulumi.${stack}.yaml`), "utf8");
  const { config } = parse(file) as { config: Record<string, unknown> };
  const entries = Object.entries(config);
  const own = entries.filter(([key]) => key.startsWith("thoughts:"));
  return {
    stack,
    project: "organization/thoughts",
    thoughts: Object.fromEntries(own.map(([key, value]) => [key.slice("thoughts:".length), value])),
    otherKeys: entries.map(([key]) => key).filter((key) => !/^(thoughts|pulumi):/.test(key)),
    encrypted: [],
    folder: undefined,
    kubeconfig: undefined,
    today: TODAY,
  };
}
