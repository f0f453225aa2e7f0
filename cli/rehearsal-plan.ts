import type { Operation } from "../engine/pulumi/run";
import { UserError } from "../engine/user-error";
import { accessRoleName } from "../infra/account/names";
import { PROTECTED } from "../infra/protection";
import { emergencyEnd } from "../release/promotion";
import type { RecordingArgs } from "../sandbox/rendering/recording";
import { AWS_STACKS, BOOTSTRAP_STACKS } from "../stacks/names";
import { ROOT } from "./folders";
import type { RehearsedAs } from "./rehearsed-as";
import { releaseOf } from "./release/stack-file";
import { today } from "./today";

/** A run of the engine in a rehearsal. */
export interface EngineStep {
  readonly title: string;
  readonly operation: Operation;
  /** The hash of a commit whose program it runs. @default - this clone's program */
  readonly commit?: string;
  /** Settings that it changes. @default - none */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** The name of the role that runs it. @default - an administrator, who may do everything */
  readonly role?: string;
  /**
   * What becomes of it: it has to go through; it has to be refused; or whichever, to be told.
   * @default "done"
   */
  readonly outcome?: "done" | "refused" | "told";
  /** Whether to look up what is there first. @default false */
  readonly refresh?: boolean;
  /** Whether anything that it would change is a mistake. */
  readonly stable?: boolean;
  /** Whether people came to see what it changes. */
  readonly listed?: boolean;
}

/** A commit that people named, and its hash. */
export interface Base {
  readonly name: string;
  readonly commit: string;
}

export interface PlanArgs {
  readonly stack: string;
  /** What is brought up first. @default - nothing else */
  readonly base?: Base | undefined;
  /** Whether it stays up. */
  readonly keep: boolean;
  /** The role that is tried. */
  readonly as: RehearsedAs;
}

/** Options of a rehearsal that do not go with each other, or with its stack. */
export interface RehearsalChoice {
  readonly stack: string;
  readonly as: RehearsedAs;
  readonly from?: string | undefined;
  readonly keep?: boolean | undefined;
  readonly unused?: boolean | undefined;
}

/** @throws {UserError} before anything is waited for */
export function checkChoice({ stack, as, from, keep = false, unused = false }: RehearsalChoice): void {
  if (as !== "deploy" && (isAccount(stack) || from !== undefined)) {
    throw new UserError(
      `--as ${as} is for ${AWS_STACKS.join(" and ")}, without --from; leave --as out: administrators bring up an account's own stack`,
    );
  }
  if (unused && (isAccount(stack) || as === "operate" || keep)) {
    throw new UserError(
      `--unused is for ${AWS_STACKS.join(" and ")}, as deploy or preview, without --keep; leave it out: a rehearsal tells ` +
        `of the rights of these two roles alone, once it has destroyed everything`,
    );
  }
}

/** The runs of a rehearsal, in order. */
export function plan(args: PlanArgs): readonly EngineStep[] {
  const { stack, base, keep, as } = args;
  const create: EngineStep =
    base === undefined
      ? { title: "Create", operation: "up" }
      : { title: `Create as of ${base.name}`, operation: "up", commit: base.commit };
  const again: EngineStep = { title: "Preview again", operation: "preview", stable: true };
  // Administrators bring up an account's own stack. All that it holds is protected for good.
  if (isAccount(stack)) {
    return base === undefined ? [create, again] : [create, update(), again];
  }
  const changed: readonly EngineStep[] = base === undefined ? [again, oneChange(stack)] : [update(), again];
  const tried = as === "deploy" ? [create, ...changed] : [create, ...looks(stack, as)];
  const whole: readonly EngineStep[] = keep ? tried : [...tried, withoutProtection(), ...destroys(stack, as)];
  return whole.map((step) => ({
    role: accessRoleName({ environment: stack }, step.operation === "preview" ? "preview" : "deploy"),
    ...step,
  }));
}

function update(): EngineStep {
  return { title: "Update to this program", operation: "up", listed: true };
}

/** A role that is not to change anything: it previews, which is the work of one of them, and it looks up everything. */
function looks(stack: string, as: RehearsedAs): readonly EngineStep[] {
  const role = accessRoleName({ environment: stack }, as);
  return [
    {
      title: `Preview, as ${as}`,
      operation: "preview",
      role,
      outcome: as === "preview" ? "done" : "told",
      stable: true,
    },
    { title: `Preview with refresh, as ${as}`, operation: "preview", refresh: true, role, outcome: "told" },
  ];
}

/** A destruction calls AWS and Kubernetes for all there is, without the program, whose own guard would refuse the role. */
function destroys(stack: string, as: RehearsedAs): readonly EngineStep[] {
  const destroy: EngineStep = { title: "Destroy", operation: "destroy" };
  if (as === "deploy") return [destroy];
  const role = accessRoleName({ environment: stack }, as);
  return [{ title: `Destroy, as ${as}`, operation: "destroy", role, outcome: "refused" }, destroy];
}

function isAccount(stack: string): boolean {
  return BOOTSTRAP_STACKS.includes(stack);
}

/** The stack that says what roles may do in the account of an environment. @returns undefined if it is that stack */
export function accountOf(stack: string): RecordingArgs | undefined {
  return isAccount(stack) ? undefined : { root: ROOT, stack: `bootstrap-${stack}` };
}

/** What who means to destroy an environment writes in its file first: without it, the engine and AWS refuse. */
function withoutProtection(): EngineStep {
  return {
    title: "Take protection off, and change tags",
    operation: "up",
    overrides: { "thoughts:unprotected": [...PROTECTED], ...OTHER_TAGS },
  };
}

/** It is in the tags of all that is on AWS: one setting that updates everything with tags. */
const OTHER_TAGS = { "thoughts:costCentre": "rehearsal" };

/** What a release does: another tag for one image. */
function oneChange(stack: string): EngineStep {
  const release = releaseOf(stack);
  const { services } = release;
  const tag = `${services.frontend.tag}-next`;
  // Staging has no such version either: production takes it only so.
  const emergency = { emergency: "a rehearsal's own version", emergencyUntil: emergencyEnd(new Date(today())) };
  const frontend = { tag, ...(stack === "production" && emergency) };
  return {
    title: `One change: frontend ${frontend.tag}`,
    operation: "up",
    listed: true,
    overrides: { "thoughts:release": { ...release, services: { ...services, frontend } } },
  };
}
