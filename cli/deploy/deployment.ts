import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../engine/user-error";
import type { ServiceName } from "../../infra/system";
import type { Services } from "../../release/promotion";
import type { ServiceRelease } from "../../release/service-release";
import { shortHash } from "../short-hash";
import { type Finding, isWell } from "../smoke/smoke";
import type { Before } from "./before";
import { type Others, type Part, partsOf } from "./parts";

/** What a deployment does to its stack. */
export interface DeploymentSteps {
  /** Brings in what the stack's file says. @throws {UserError} if that does not go through */
  up(message?: string): Promise<void>;
  /** The same of a way back, about which nobody is asked. */
  back(message: string): Promise<void>;
  /** Asks all services what they are to answer, and writes the result on their images. */
  test(): Promise<readonly Finding[]>;
  /** Writes a service's release into the stack's file. */
  write(service: ServiceName, release: ServiceRelease): void;
  /** Makes the stack's file again what it was. */
  restore(): void;
  /** What people are told while it runs. */
  say(line: string): void;
}

/** How a deployment ended. */
export type Outcome =
  /** All services answer as they should. */
  | { readonly kind: "deployed"; readonly findings: readonly Finding[] }
  /**
   * They did not, and the services whose release had changed run the earlier one again.
   */
  | {
      readonly kind: "taken back";
      readonly findings: readonly Finding[];
      readonly commit: string;
      readonly services: readonly ServiceName[];
      /** What was found after that. */
      readonly after: readonly Finding[];
      readonly others: Others;
    }
  /** What was brought in runs, and could not be asked. */
  | { readonly kind: "unasked"; readonly why: string; readonly others: Others }
  /** They did not, and it was not, or not all, taken back. */
  | {
      readonly kind: "left";
      readonly findings: readonly Finding[];
      readonly why: string;
      readonly others: Others;
    };

export interface DeploymentArgs {
  /** What the stack's file says. */
  readonly services: Services;
  /** What ran before, or why that is not known. */
  readonly before: Before | string;
  /** Whether several services may come in by one `up`; otherwise each comes alone, and is tested before the next one. */
  readonly together: boolean;
  readonly messages: {
    /** How the `up` of a way back is called in the stack's history, after which some services stay as they came in. */
    readonly back: (commit: string, stay: readonly ServiceName[]) => string;
    /** And one that brings in some of the services. */
    readonly part: (services: readonly ServiceName[]) => string;
  };
  readonly steps: DeploymentSteps;
}

/**
 * Brings in what a stack's file says, and asks all services. If they do not answer as they should, the services whose release
 * has changed get that of the commit before, as `git revert` would write it; nothing else of the stack is taken back.
 * @throws {UserError} if an `up` does not go through, except that of a way back
 */
export async function deploy(args: DeploymentArgs): Promise<Outcome> {
  const { first, last } = partsOf(args.services, args.before, args.together);
  for (const part of first) {
    const outcome = await sayingWhatStays(part, () => bringInFirst(part, args));
    if (outcome.kind !== "deployed") {
      return outcome;
    }
  }
  return sayingWhatStays(last, () => bringIn(last, args));
}

/** @throws {UserError} of the part, with the services that came in before it */
async function sayingWhatStays<T>({ others: { before } }: Part, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UserError && before.length > 0
      ? new UserError(`${error.message} ${stayText(before)}`)
      : error;
  }
}

/** Brings in a part: until it runs and is well, the stack's file says of the rest what it was. */
async function bringInFirst(part: Part, args: DeploymentArgs): Promise<Outcome> {
  const { messages, steps } = args;
  const { services, before } = part;
  const { after: rest } = part.others;
  const coming = typeof before === "string" ? [] : changedServices(before.services, services);
  for (const service of rest) {
    steps.write(service, services[service]);
  }
  steps.say(`${coming.join(" and ")} first; then ${rest.join(" and ")}.`);
  let outcome: Outcome | undefined;
  try {
    outcome = await bringIn(part, args, messages.part(coming));
    return outcome;
  } finally {
    // What was taken back stays so in the file.
    if (outcome === undefined || outcome.kind === "deployed") {
      steps.restore();
    }
  }
}

/** What is told of services that came in before one that did not. */
export function stayText(before: readonly ServiceName[]): string {
  return `${before.join(" and ")} came in before that, and ${before.length === 1 ? "stays" : "stay"}.`;
}

async function bringIn(
  { services, before, others }: Part,
  { messages, steps }: DeploymentArgs,
  message?: string,
): Promise<Outcome> {
  await steps.up(message);
  const findings = await orReason(() => steps.test());
  if (typeof findings === "string") {
    return { kind: "unasked", why: findings, others };
  }
  if (isWell(findings)) {
    return { kind: "deployed", findings };
  }
  if (typeof before === "string") {
    return { kind: "left", findings, why: before, others };
  }
  const back = changedServices(before.services, services);
  if (back.length === 0) {
    const why = `no service has another release than in ${shortHash(before.commit)}, so an earlier one can't help; revert the commit that changed something else`;
    return { kind: "left", findings, why, others };
  }
  steps.say(`The way back: ${back.join(", ")} as in ${shortHash(before.commit)}.`);
  const after = await orReason(async () => {
    for (const service of back) {
      steps.write(service, before.services[service]);
    }
    await steps.back(messages.back(before.commit, others.before));
    return steps.test();
  });
  return typeof after === "string"
    ? { kind: "left", findings, why: `the way back to ${shortHash(before.commit)} failed: ${after}`, others }
    : { kind: "taken back", findings, commit: before.commit, services: back, after, others };
}

/** @returns what came of it, or what is told to people of why nothing did */
async function orReason<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) {
      return error.message;
    }
    throw error;
  }
}

function changedServices(before: Services, now: Services): readonly ServiceName[] {
  return (Object.keys(now) as ServiceName[]).filter((name) => !isDeepStrictEqual(before[name], now[name]));
}
