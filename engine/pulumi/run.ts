import { appendFileSync } from "node:fs";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { ticking } from "../process/ticking";
import { UserError } from "../user-error";
import type { Change, FieldChange } from "./change";
import { type FailedObject, Progress, type Violation } from "./progress";
import { Unsettled } from "./unsettled";
import type { Workspace } from "./workspace";

export type Operation = "up" | "preview" | "destroy" | "refresh";

export interface RunOptions {
  /** Told about once a second, or less often in a log, how far the run is. */
  readonly say: (line: string) => void;
  /** A file that gets all that the engine says, behind what is in it. */
  readonly log: string;
  /** How many resources there will be, as a preview has counted them. @default - nobody has counted them */
  readonly expected?: number | undefined;
  /** Whether a preview looks up what is there first. @default false */
  readonly refresh?: boolean | undefined;
  /** URNs of resources that a refresh does not look up. @default - it looks up all */
  readonly except?: readonly string[] | undefined;
  /** Whether it goes on with others when a resource can't be changed. @default false */
  readonly goOn?: boolean | undefined;
}

/** What the engine has to know of a workspace. One without a folder can't be recovered by {@link recover}. */
export type Runnable = Pick<Workspace, "stack" | "configFile" | "policies"> & Partial<Pick<Workspace, "folder">>;

/** What a run of the engine did, or for a preview would do; of one that failed, what was seen of it. */
export interface Run {
  readonly changes: readonly Change[];
  /** Resources that stayed as they were. */
  readonly same: number;
  /** The stack's outputs that are others than before. */
  readonly outputChanges: readonly FieldChange[];
  /** What rules of the policy pack say against it. */
  readonly violations: readonly Violation[];
  /** Rules that could not be asked about a resource, because a value of it is not known yet. */
  readonly unjudged: readonly Violation[];
  readonly warnings: readonly string[];
}

/** How many resources the engine works on at a time; four a core, its default, leaves it waiting for the cluster. */
const PARALLEL = 64;

/** A run that failed, with the Kubernetes objects that did not become ready. */
export class RunFailed extends UserError {
  constructor(
    message: string,
    readonly objects: readonly FailedObject[],
    /** What it was about until then. */
    readonly seen: Run,
  ) {
    super(message);
  }
}

/**
 * A run of the engine; every change has to pass the policy pack.
 * @throws {RunFailed} with what the engine complained about
 */
export async function runEngine(workspace: Runnable, operation: Operation, options: RunOptions): Promise<Run> {
  const { say, log, expected } = options;
  const progress = new Progress(expected);
  const stop = ticking((seconds) => say(`${progress.line()} (${seconds} s)`));
  const mark = markOf(workspace, operation);
  mark?.set();
  try {
    await operate(workspace, operation, progress.onEvent, options);
    mark?.clear();
  } catch (error) {
    if (progress.changes.length === 0) {
      // It was refused before anything began.
      mark?.clear();
    }
    const why = progress.causes().join("\n") || complaint((error as Error).message);
    throw new RunFailed(
      `pulumi ${operation} failed; all it said is in ${log}.\n${why}`,
      progress.failed,
      seenOf(progress),
    );
  } finally {
    stop();
  }
  progress.demandWhole();
  return seenOf(progress);
}

function seenOf({ changes, same, outputChanges, violations, unjudged, warnings }: Progress): Run {
  return { changes, same, outputChanges, violations, unjudged, warnings: [...new Set(warnings)] };
}

/**
 * What the engine complained about, where it is no resource that failed.
 * @param message of the SDK, which wraps all that the engine said, and its command line, twice
 */
export function complaint(message: string): string {
  const errors = message.split("\n").flatMap((line) => /^\s*(?:stderr: )?error: (.+)$/.exec(line)?.[1] ?? []);
  return errors.length > 0 ? [...new Set(errors)].join("\n") : message;
}

/** @returns undefined for what changes nothing */
function markOf({ folder, stack }: Runnable, operation: Operation): Unsettled | undefined {
  const changes = operation === "up" || operation === "destroy";
  return folder !== undefined && changes ? new Unsettled(folder, stack.name) : undefined;
}

async function operate(
  { stack, configFile, policies }: Runnable,
  operation: Operation,
  onEvent: (event: EngineEvent) => void,
  { log, refresh = false, goOn = false, except = [] }: RunOptions,
): Promise<void> {
  const unasked = withoutQuestions(stack);
  const onOutput = (text: string) => appendFileSync(log, text);
  const common = { configFile, parallel: PARALLEL, color: "never", onEvent, onOutput } as const;
  switch (operation) {
    case "up":
      await unasked.up({ ...common, policyPacks: [policies], continueOnError: goOn });
      return;
    case "preview":
      await stack.preview({ ...common, policyPacks: [policies], refresh });
      return;
    case "destroy":
      await unasked.destroy({ ...common, continueOnError: goOn });
      return;
    case "refresh":
      await unasked.refresh({ ...common, clearPendingCreates: true, exclude: [...except] });
      return;
    default:
      return operation satisfies never;
  }
}

/**
 * After each run the SDK asks the engine for the stack's outputs, with all secrets in the clear, and for its history: up to
 * three starts of the engine, whose answers nobody here reads.
 * @see https://github.com/pulumi/pulumi/blob/v3.276.0/sdk/nodejs/automation/stack.ts
 */
function withoutQuestions(stack: Stack): Stack {
  const answers = { outputs: () => Promise.resolve({}), info: () => Promise.resolve(undefined) };
  return Object.assign(Object.create(stack) as Stack, answers);
}
