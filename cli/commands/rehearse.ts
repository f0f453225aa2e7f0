import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { changesText } from "../../engine/pulumi/progress";
import { type Run, runEngine } from "../../engine/pulumi/run";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import { checkOut, commitOf } from "../../sandbox/rehearsal/program";
import type { Rehearsal } from "../../sandbox/rehearsal/rehearsal";
import { REHEARSED_STACKS } from "../../stacks/names";
import { rehearsingAlone } from "../alone";
import { REHEARSALS, rehearsalsOf, removeEmptyFolders, ROOT } from "../folders";
import { interruptible, sayInterrupted } from "../interruption";
import { accountOf, type EngineStep, plan } from "../rehearsal-plan";
import { type Performed, rehearsalSummary } from "../rehearsal-summary";
import { required, runSteps } from "../steps";
import { toolsFor } from "../tools";
import { checkProgram } from "../type-check";

export interface RehearseOptions {
  /** Leave it up to look at, instead of destroying it. */
  readonly keep?: boolean;
  /** A commit whose program is brought up first, and then updated to this one. */
  readonly from?: string;
}

/** `rehearse`: the unchanged program of a stack, created, changed and destroyed without an account. */
export async function rehearse(stack: string, options: RehearseOptions): Promise<void> {
  if (!REHEARSED_STACKS.includes(stack)) {
    const hint =
      stack === "local" ? "it is brought up as it is: npm run up" : `use one of ${REHEARSED_STACKS.join(", ")}`;
    throw new UserError(`stack ${stack} can't be rehearsed; ${hint}`);
  }
  const { keep, from } = options;
  const base = from === undefined ? undefined : { name: from, commit: commitOf(ROOT, from) };
  try {
    await rehearsingAlone(stack, () => rehearseAlone(stack, plan(stack, base, keep === true), keep === true));
  } finally {
    removeEmptyFolders();
  }
}

function rehearseAlone(stack: string, steps: readonly EngineStep[], keep: boolean): Promise<void> {
  const start = Date.now();
  const log = logOf(stack);
  rmSync(log, { force: true });
  return interruptible(
    () => removeInterrupted(stack),
    async () => {
      const { tools, rehearsal } = await prepare(stack);
      let done = false;
      try {
        const performed = await perform(rehearsal, steps, log);
        const look = keep ? { tools, kubeconfig: rehearsal.cluster.kubeconfig } : undefined;
        const seconds = Math.round((Date.now() - start) / 1000);
        console.log(rehearsalSummary({ stack, performed, assumed: rehearsal.assumed(), seconds, look }));
        done = true;
        rmSync(log, { force: true });
      } finally {
        if (!done || !keep) {
          await rehearsal.remove();
        }
      }
    },
  );
}

function logOf(stack: string): string {
  return join(REHEARSALS, `${stack}.log`);
}

async function removeInterrupted(stack: string): Promise<void> {
  const folder = rehearsalsOf(stack);
  // Before there is one, its tools may still be in the making.
  if (!existsSync(folder)) {
    sayInterrupted(" before there was a rehearsal.");
    return;
  }
  sayInterrupted(". Removing the rehearsal …");
  const { removeRehearsals } = await import("../../sandbox/rehearsal/rehearsal.js");
  await removeRehearsals(folder, await toolsFor(() => undefined));
  rmSync(logOf(stack), { force: true });
  // After the lock, which goes with the process.
  process.once("exit", removeEmptyFolders);
}

async function prepare(stack: string): Promise<{ tools: Tools; rehearsal: Rehearsal }> {
  let prepared: { tools: Tools; rehearsal: Rehearsal } | undefined;
  await runSteps([
    {
      title: "Prepare",
      run: async (say) => {
        const checked = checkProgram();
        // Loaded once the step is on the screen: with the engine's Automation API, it is most of the command.
        const { Rehearsal, removeRehearsals } = await import("../../sandbox/rehearsal/rehearsal.js");
        const tools = await toolsFor(say);
        const folder = rehearsalsOf(stack);
        await removeRehearsals(folder, tools);
        const rehearsal = new Rehearsal({ stack, folder, tools, account: accountOf(stack) });
        prepared = { tools, rehearsal };
        await checked;
        await rehearsal.start(say);
        return "Prepare: an embedded control plane, stand-ins for AWS and EKS";
      },
    },
  ]);
  return required(prepared);
}

async function perform(rehearsal: Rehearsal, steps: readonly EngineStep[], log: string): Promise<readonly Performed[]> {
  const performed: Performed[] = [];
  await runSteps(
    steps.map((step) => ({
      title: step.title,
      run: async (say) => {
        const start = Date.now();
        const run = await runStep(rehearsal, step, { say, log });
        performed.push({ ...step, run, seconds: (Date.now() - start) / 1000 });
        return `${step.title}: ${changesText(run)}`;
      },
    })),
  );
  return performed;
}

async function runStep(
  rehearsal: Rehearsal,
  { operation, commit, overrides, role, stable }: EngineStep,
  options: { readonly say: (line: string) => void; readonly log: string },
): Promise<Run> {
  const root = commit === undefined ? ROOT : join(rehearsal.folder, "program");
  if (commit !== undefined) {
    await checkOut(ROOT, commit, root, options.say);
  }
  const workspace = await rehearsal.open({ root, role, overrides });
  const run = await runEngine(workspace, operation, options);
  if (stable === true && run.changes.length > 0) {
    const changes = run.changes.map(({ op, type, name }) => `  ${op} ${type} ${name}`);
    throw new UserError(`the program is not stable: run again unchanged, it would change\n${changes.join("\n")}`);
  }
  if (operation === "destroy") {
    const left = await rehearsal.left();
    if (left.length > 0) {
      throw new UserError(`destroy left behind:\n${left.map((what) => `  ${what}`).join("\n")}`);
    }
  }
  return run;
}
