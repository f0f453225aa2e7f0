import type { Operation } from "../engine/pulumi/run";
import { accessRoleName } from "../infra/account/names";
import { PROTECTED } from "../infra/protection";
import type { RecordingArgs } from "../sandbox/rendering/recording";
import { BOOTSTRAP_STACKS } from "../stacks/names";
import { ROOT } from "./folders";
import { releaseOf } from "./release/stack-file";

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

export function plan(stack: string, base: Base | undefined, keep: boolean): readonly EngineStep[] {
  const again: EngineStep = { title: "Preview again", operation: "preview", stable: true };
  const account = isAccount(stack);
  const steps: readonly EngineStep[] =
    base === undefined
      ? [{ title: "Create", operation: "up" }, again, ...(account ? [] : [oneChange(stack)])]
      : [
          { title: `Create as of ${base.name}`, operation: "up", commit: base.commit },
          { title: "Update to this program", operation: "up", listed: true },
          again,
        ];
  // Administrators bring up an account's own stack. All that it holds is protected for good.
  if (account) return steps;
  const whole: readonly EngineStep[] = keep
    ? steps
    : [...steps, withoutProtection(), { title: "Destroy", operation: "destroy" }];
  return whole.map((step) => ({ ...step, role: roleFor(stack, step.operation) }));
}

/** Who runs it for an environment: the workflow of a pull request, or the one that deploys. */
function roleFor(environment: string, operation: Operation): string {
  return accessRoleName({ environment }, operation === "preview" ? "preview" : "deploy");
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
