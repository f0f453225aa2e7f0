import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../process/file";
import { bundle, ROOT } from "./bundle";

/** A name that no language has: the engine then looks for a plugin that runs such packs. */
const RUNTIME = "thoughts";

export interface PolicyPackArgs {
  /** The clone whose `policies/` it is. */
  readonly root: string;
  /** Where to write what the engine needs to start the pack; made if need be. */
  readonly folder: string;
  /** The engine's home. */
  readonly home: string;
  /** Whether the engine is the official one. */
  readonly official: boolean;
}

/**
 * The official engine starts `policies/` as it is. The one built from Go modules has an older language host, which can't;
 * it is given a pack of another runtime, whose plugin runs `policies/`.
 * @returns what `--policy-pack` is to name
 */
export function policyPack({ root, folder, home, official }: PolicyPackArgs): string {
  const policies = join(root, "policies");
  if (official) {
    return policies;
  }
  const plugin = join(home, "plugins", `analyzer-policy-${RUNTIME}-v1.0.0`);
  mkdirSync(folder, { recursive: true });
  mkdirSync(plugin, { recursive: true });
  writeWhole(join(folder, "PulumiPolicy.yaml"), `runtime: ${RUNTIME}\n`);
  // The language host's own runner goes on for ever, busily, once its engine was killed.
  const parent = JSON.stringify(join(ROOT, "engine", "process", "parent"));
  const program = bundle({
    name: "policies",
    entry: `import { endWithParent } from ${parent}; import ${JSON.stringify(join(policies, "index.ts"))}; endWithParent();`,
  });
  const run = `cd "${policies}" && exec "${process.execPath}" "${program}" "$@"`;
  writeWhole(join(plugin, `pulumi-analyzer-policy-${RUNTIME}`), `#!/bin/sh\n${run}\n`, 0o755);
  return folder;
}
