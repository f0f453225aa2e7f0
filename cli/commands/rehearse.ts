import { rmSync } from "node:fs";
import { join } from "node:path";
import { changesText } from "../../engine/pulumi/progress";
import { type Run, runEngine } from "../../engine/pulumi/run";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import { accessRoleName } from "../../infra/account/names";
import { checkOut, commitOf } from "../../sandbox/rehearsal/program";
import type { Rehearsal } from "../../sandbox/rehearsal/rehearsal";
import { REHEARSED_STACKS } from "../../stacks/names";
import { ROOT } from "../folders";
import { exampleLines } from "../preflight/placeholders";
import { accountOf, checkChoice, type EngineStep, plan } from "../rehearsal-plan";
import { refusedLines, unusedLines } from "../rehearsal-rights";
import { type Outcome, outcomeText, type Performed, rehearsalSummary, type Rights } from "../rehearsal-summary";
import type { RehearsedAs } from "../rehearsed-as";
import { newRehearsal, rehearsalLog, rehearsing } from "../rehearsing";
import { required, runSteps } from "../steps";
import { checkProgram } from "../type-check";

export interface RehearseOptions {
  /** Leave it up to look at, instead of destroying it. */
  readonly keep?: boolean;
  /** A commit whose program is brought up first, and then updated to this one. */
  readonly from?: string;
  /** The role that is tried. @default "deploy" */
  readonly as?: RehearsedAs;
  /** Name every right of the role that nothing used. */
  readonly unused?: boolean;
}

/** `rehearse`: the unchanged program of a stack, created, changed and destroyed without an account. */
export async function rehearse(stack: string, options: RehearseOptions): Promise<void> {
  if (!REHEARSED_STACKS.includes(stack)) {
    const hint =
      stack === "local" ? "it is brought up as it is: npm run up" : `use one of ${REHEARSED_STACKS.join(", ")}`;
    throw new UserError(`stack ${stack} can't be rehearsed; ${hint}`);
  }
  const { from, as = "deploy" } = options;
  checkChoice({ ...options, stack, as });
  const base = from === undefined ? undefined : { name: from, commit: commitOf(ROOT, from) };
  const steps = plan({ stack, base, keep: options.keep === true, as });
  await rehearsing(stack, () => rehearseAlone(steps, stack, options));
}

async function rehearseAlone(steps: readonly EngineStep[], stack: string, options: RehearseOptions): Promise<void> {
  const start = Date.now();
  const log = rehearsalLog(stack);
  const keep = options.keep === true;
  const { tools, rehearsal } = await prepare(stack);
  let done = false;
  try {
    const performed = await perform(rehearsal, steps, { stack, log });
    const look = keep ? { tools, kubeconfig: rehearsal.cluster.kubeconfig } : undefined;
    const seconds = Math.round((Date.now() - start) / 1000);
    const rights = keep ? undefined : rightsOf(rehearsal, stack, options);
    const assumed = [...rehearsal.assumed(), ...exampleLines(ROOT, stack)];
    console.log(rehearsalSummary({ stack, performed, assumed, rights, seconds, look }));
    done = true;
    rmSync(log, { force: true });
  } finally {
    if (!done || !keep) {
      await rehearsal.remove();
    }
  }
}

/** What the role did not use of its rights. A role that people mend with uses them elsewhere. */
function rightsOf(
  { account }: Rehearsal,
  stack: string,
  { as = "deploy", unused = false }: RehearseOptions,
): Rights | undefined {
  if (account === undefined || as === "operate") return undefined;
  const role = accessRoleName({ environment: stack }, as);
  return { role, lines: unusedLines(account.unused(role), unused) };
}

async function prepare(stack: string): Promise<{ tools: Tools; rehearsal: Rehearsal }> {
  let prepared: { tools: Tools; rehearsal: Rehearsal } | undefined;
  await runSteps([
    {
      title: "Prepare",
      run: async (say) => {
        const checked = checkProgram();
        prepared = await newRehearsal({ stack, account: accountOf(stack) }, say);
        await checked;
        await prepared.rehearsal.start(say);
        return "Prepare: an embedded control plane, stand-ins for AWS and EKS";
      },
    },
  ]);
  return required(prepared);
}

/** Where a run of the engine belongs. */
interface Scene {
  readonly stack: string;
  readonly log: string;
}

async function perform(
  rehearsal: Rehearsal,
  steps: readonly EngineStep[],
  scene: Scene,
): Promise<readonly Performed[]> {
  const performed: Performed[] = [];
  await runSteps(
    steps.map((step) => ({
      title: step.title,
      run: async (say) => {
        const start = Date.now();
        const outcome = await tryStep(rehearsal, step, { ...scene, say });
        performed.push({ ...step, ...outcome, seconds: (Date.now() - start) / 1000 });
        return `${step.title}: ${outcomeText(outcome)}`;
      },
    })),
  );
  return performed;
}

type StepOptions = Scene & { readonly say: (line: string) => void };

/** @returns what it did, or what it was refused, where that is what it is for */
async function tryStep(rehearsal: Rehearsal, step: EngineStep, options: StepOptions): Promise<Outcome> {
  const { outcome = "done", role = "", title } = step;
  let run: Run;
  try {
    run = await runStep(rehearsal, step, options);
  } catch (error) {
    const { message } = error as Error;
    const denials = rehearsal.account?.denials(role).filter(({ says }) => message.includes(says)) ?? [];
    const refused = error instanceof UserError ? refusedLines(denials, message) : [];
    if (outcome === "done" || refused.length === 0) throw error;
    const changes = rehearsal.account?.changes(role) ?? [];
    if (changes.length > 0) {
      throw new UserError(`${title}: ${role} is not to change anything, and was allowed ${changes.join(", ")}`);
    }
    return { refused };
  }
  if (outcome === "refused") {
    throw new UserError(`${title}: ${role} is not to change anything, and nothing was refused: ${changesText(run)}`);
  }
  return { run };
}

async function runStep(rehearsal: Rehearsal, step: EngineStep, { stack, ...options }: StepOptions): Promise<Run> {
  const { operation, commit, overrides, role, refresh, stable, outcome } = step;
  const root = commit === undefined ? ROOT : join(rehearsal.folder, "program");
  if (commit !== undefined) {
    await checkOut(ROOT, commit, root, options.say);
  }
  // What comes after the state is worth to know, too.
  if (role !== undefined && outcome !== "refused" && refresh !== true) {
    rehearsal.account?.demandState(role, stack, operation !== "preview");
  }
  const workspace = await rehearsal.open({ root, role, overrides });
  // Who is refused one thing is to be told the rest, too.
  const run = await runEngine(workspace, operation, { ...options, refresh, goOn: outcome === "refused" });
  if (stable === true && run.changes.length > 0) {
    const changes = run.changes.map(({ op, type, name }) => `  ${op} ${type} ${name}`);
    throw new UserError(`the program is not stable: run again unchanged, it would change\n${changes.join("\n")}`);
  }
  if (operation === "destroy" && outcome !== "refused") {
    const left = await rehearsal.left();
    if (left.length > 0) {
      throw new UserError(`destroy left behind:\n${left.map((what) => `  ${what}`).join("\n")}`);
    }
  }
  return run;
}
