import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { changesText } from "../../engine/pulumi/progress";
import { type Operation, type Run, runEngine } from "../../engine/pulumi/run";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import { PROTECTED } from "../../infra/protection";
import { checkOut, commitOf } from "../../sandbox/rehearsal/program";
import type { Rehearsal } from "../../sandbox/rehearsal/rehearsal";
import { BOOTSTRAP_STACKS, REHEARSED_STACKS } from "../../stacks/names";
import { rehearsingAlone } from "../alone";
import { REHEARSALS, rehearsalsOf, removeEmptyFolders, ROOT } from "../folders";
import { interruptible, sayInterrupted } from "../interruption";
import { type Performed, rehearsalSummary } from "../rehearsal-summary";
import { releaseOf } from "../release/stack-file";
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
        const rehearsal = new Rehearsal({ stack, folder, tools });
        prepared = { tools, rehearsal };
        await checked;
        await rehearsal.start(say);
        return "Prepare: an embedded control plane, stand-ins for AWS and EKS";
      },
    },
  ]);
  return required(prepared);
}

/** A run of the engine in a rehearsal. */
interface EngineStep {
  readonly title: string;
  readonly operation: Operation;
  /** The hash of a commit whose program it runs. @default - this clone's program */
  readonly commit?: string;
  /** Settings that it changes. @default - none */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Whether anything that it would change is a mistake. */
  readonly stable?: boolean;
  /** Whether people came to see what it changes. */
  readonly listed?: boolean;
}

/** A commit that people named, and its hash. */
interface Base {
  readonly name: string;
  readonly commit: string;
}

function plan(stack: string, base: Base | undefined, keep: boolean): readonly EngineStep[] {
  const again: EngineStep = { title: "Preview again", operation: "preview", stable: true };
  const account = BOOTSTRAP_STACKS.includes(stack);
  const steps: readonly EngineStep[] =
    base === undefined
      ? [{ title: "Create", operation: "up" }, again, ...(account ? [] : [oneChange(stack)])]
      : [
          { title: `Create as of ${base.name}`, operation: "up", commit: base.commit },
          { title: "Update to this program", operation: "up", listed: true },
          again,
        ];
  // All that an account's own stack holds is protected for good.
  return keep || account ? steps : [...steps, withoutProtection(), { title: "Destroy", operation: "destroy" }];
}

/** What who means to destroy an environment writes in its file first: without it, the engine and AWS refuse. */
function withoutProtection(): EngineStep {
  return { title: "Take protection off", operation: "up", overrides: { "thoughts:unprotected": [...PROTECTED] } };
}

/** What a release does: another tag for one image. */
function oneChange(stack: string): EngineStep {
  const release = releaseOf(stack);
  const { services } = release;
  const frontend = { tag: `${services.frontend.tag}-next` };
  return {
    title: `One change: frontend ${frontend.tag}`,
    operation: "up",
    listed: true,
    overrides: { "thoughts:release": { ...release, services: { ...services, frontend } } },
  };
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
  { operation, commit, overrides, stable }: EngineStep,
  options: { readonly say: (line: string) => void; readonly log: string },
): Promise<Run> {
  const root = commit === undefined ? ROOT : join(rehearsal.folder, "program");
  if (commit !== undefined) {
    await checkOut(ROOT, commit, root, options.say);
  }
  const workspace = await rehearsal.open(root, overrides);
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
