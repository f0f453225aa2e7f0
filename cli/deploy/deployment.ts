import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../engine/user-error";
import type { ServiceName } from "../../infra/system";
import type { Services } from "../../release/promotion";
import type { ServiceRelease } from "../../release/service-release";
import { shortHash } from "../short-hash";
import { type Finding, isWell } from "../smoke/smoke";
import type { Before } from "./before";
import { type Part, partsOf } from "./parts";

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
      /** Services that were to come after it, and were not begun. */
      readonly rest: readonly ServiceName[];
    }
  /** What was brought in runs, and could not be asked. */
  | { readonly kind: "unasked"; readonly why: string; readonly rest: readonly ServiceName[] }
  /** They did not, and it was not, or not all, taken back. */
  | {
      readonly kind: "left";
      readonly findings: readonly Finding[];
      readonly why: string;
      readonly rest: readonly ServiceName[];
    };

export interface DeploymentArgs {
  /** What the stack's file says. */
  readonly services: Services;
  /** What ran before, or why that is not known. */
  readonly before: Before | string;
  /** Whether several services may come in by one `up`; otherwise each comes alone, and is tested before the next one. */
  readonly together: boolean;
  readonly messages: {
    /** How the `up` of a way back is called in the stack's history. */
    readonly back: (commit: string) => string;
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
    const outcome = await bringInFirst(part, args);
    if (outcome.kind !== "deployed") {
      return outcome;
    }
  }
  return bringIn(last, args);
}

/** Brings in a part: until it runs and is well, the stack's file says of the rest what it was. */
async function bringInFirst(part: Part, args: DeploymentArgs): Promise<Outcome> {
  const { messages, steps } = args;
  const { services, before, rest } = part;
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

async function bringIn(
  { services, before, rest }: Part,
  { messages, steps }: DeploymentArgs,
  message?: string,
): Promise<Outcome> {
  await steps.up(message);
  const findings = await orReason(() => steps.test());
  if (typeof findings === "string") {
    return { kind: "unasked", why: findings, rest };
  }
  if (isWell(findings)) {
    return { kind: "deployed", findings };
  }
  if (typeof before === "string") {
    return { kind: "left", findings, why: before, rest };
  }
  const back = changedServices(before.services, services);
  if (back.length === 0) {
    const why = `no service has another release than in ${shortHash(before.commit)}, so an earlier one can't help; revert the commit that changed something else`;
    return { kind: "left", findings, why, rest };
  }
  steps.say(`The way back: ${back.join(", ")} as in ${shortHash(before.commit)}.`);
  const after = await orReason(async () => {
    for (const service of back) {
      steps.write(service, before.services[service]);
    }
    await steps.back(messages.back(before.commit));
    return steps.test();
  });
  return typeof after === "string"
    ? { kind: "left", findings, why: `the way back to ${shortHash(before.commit)} failed: ${after}`, rest }
    : { kind: "taken back", findings, commit: before.commit, services: back, after, rest };
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
