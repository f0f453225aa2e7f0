import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Deployment, LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import { writeWhole } from "../process/file";
import { type Runnable, runEngine, type RunOptions } from "./run";
import { stateFile } from "./state";

/** What a stack's state says, and what it would say after a refresh. Secrets are encrypted in both. */
export interface LookedUp {
  readonly before: Deployment;
  readonly after: Deployment;
}

/**
 * Looks up what is there of a stack, as `pulumi refresh` does, in a copy of its state. The state itself stays as it is and is
 * not locked, so whoever may only read it may do this, also while others work on the stack.
 * @param exceptOf says of a state the URNs of resources that are not asked for
 * @throws {RunFailed} if something can't be asked for
 */
export async function lookUp(
  { stack, configFile, policies }: Runnable,
  exceptOf: (state: Deployment) => readonly string[],
  options: RunOptions,
): Promise<LookedUp> {
  const { name, workspace } = stack;
  const before = await stack.exportStack();
  const folder = mkdtempSync(join(tmpdir(), "thoughts-look-up-"));
  try {
    const { deployment: latest, ...version } = before as { readonly deployment: unknown };
    const file = stateFile(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(join(folder, ".pulumi", "meta.yaml"), "version: 1\n");
    writeWhole(file, JSON.stringify({ ...version, checkpoint: { stack: `organization/thoughts/${name}`, latest } }));
    const { workDir, pulumiHome, envVars } = workspace;
    const copy = await LocalWorkspace.create({
      workDir,
      pulumiHome,
      pulumiCommand: workspace.pulumiCommand,
      envVars: {
        ...envVars,
        PULUMI_BACKEND_URL: `file://${folder}`,
        // The stack's file may say nothing of how secrets are encrypted: the state does.
        PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
      },
    });
    const copied = await Stack.select(name, copy);
    await runEngine({ stack: copied, configFile, policies }, "refresh", { ...options, except: exceptOf(before) });
    return { before, after: await copied.exportStack() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
