import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { policyPack } from "../../engine/pulumi/policies";
import type { Tool } from "../../engine/toolchain/tool";
import { ROOT } from "../folders";

export interface PlainProjectArgs {
  /** Of the project. */
  readonly folder: string;
  /** Where its states and the policies are kept. */
  readonly beside: string;
  /** Pulumi's own folder. */
  readonly home: string;
  readonly pulumi: Tool;
  /** The program, in JavaScript. */
  readonly program: string;
}

/** A project as plain Pulumi on PATH brings it up. */
export interface PlainProject {
  readonly variables: NodeJS.ProcessEnv;
  /** The folder of the policies. */
  readonly policies: string;
}

/** Writes a small project, with this one's packages and policies, whose states are in a folder. */
export function plainProject({ folder, beside, home, pulumi, program }: PlainProjectArgs): PlainProject {
  mkdirSync(join(beside, "state"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), "name: thoughts\nruntime: nodejs\n");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ main: "index.js" }));
  writeFileSync(join(folder, "index.js"), program);
  execFileSync("ln", ["-s", join(ROOT, "node_modules"), join(folder, "node_modules")]);
  const variables = {
    ...process.env,
    PATH: [pulumi.folder, process.env.PATH].join(delimiter),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${join(beside, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const official = pulumi.origin !== "build";
  return { variables, policies: policyPack({ root: ROOT, folder: join(beside, "pack"), home, official }) };
}
