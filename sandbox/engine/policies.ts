import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../process/file";

/** A name that no language has: the engine then looks on PATH for the program that runs such packs. */
const RUNTIME = "thoughts";

export interface PolicyPackArgs {
  readonly root: string;
  /** Where to write what the engine needs to start the pack; made if need be. */
  readonly folder: string;
  /** Whether the engine is the official one. */
  readonly official: boolean;
}

/** The policy pack, as an engine can start it. */
export interface PolicyPack {
  /** What `--policy-pack` is to name. */
  readonly path: string;
  /** A folder for PATH. @default - none needed */
  readonly programs?: string;
}

/**
 * The official engine starts `policies/` as it is. The one built from Go modules has an older language host, which can't;
 * it is given a pack of another runtime, whose program runs `policies/`.
 */
export function policyPack({ root, folder, official }: PolicyPackArgs): PolicyPack {
  const policies = join(root, "policies");
  if (official) {
    return { path: policies };
  }
  const path = join(folder, "pack");
  const programs = join(folder, "programs");
  mkdirSync(path, { recursive: true });
  mkdirSync(programs, { recursive: true });
  writeWhole(join(path, "PulumiPolicy.yaml"), `runtime: ${RUNTIME}\n`);
  const loader = require.resolve("tsx", { paths: [root] });
  const runner = join(root, "sandbox", "engine", "policy-runner.ts");
  const run = `exec "${process.execPath}" --import "file://${loader}" "${runner}" "$1" "${policies}"`;
  writeWhole(join(programs, `pulumi-analyzer-policy-${RUNTIME}`), `#!/bin/sh\ncd "${root}" && ${run}\n`, 0o755);
  return { path, programs };
}
