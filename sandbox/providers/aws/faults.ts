import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const FAULTS = z.array(
  z.strictObject({
    type: z.string(),
    /** The logical name. Without it, every resource of the type. */
    name: z.string().optional(),
    operation: z.enum(["create", "update", "delete"]).optional(),
    fault: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("fail"), message: z.string() }),
      z.strictObject({ kind: z.literal("slow"), seconds: z.number().max(600) }),
      z.strictObject({ kind: z.literal("throttle"), times: z.int().min(1) }),
    ]),
  }),
);

export type Operation = "create" | "update" | "delete";
export type Faults = z.infer<typeof FAULTS>;

/** How often the AWS SDK of the official provider asks again; its `maxRetries` by default. */
const MAX_RETRIES = 25;
/** Much shorter than the SDK's, which go up to 20 s: what is tried is that a run goes on. */
const BACKOFF_MS = 20;

/** @param text JSON: what is to go wrong, for tests of what a program and its users meet then */
export function readFaults(text: string): Faults {
  return FAULTS.parse(JSON.parse(text));
}

export interface Victim {
  readonly type: string;
  readonly name: string;
  readonly operation: Operation;
}

/**
 * Lets happen what is to happen to an operation.
 * @param warn told about what people would see
 * @throws {Error} if it is to fail, or is throttled for longer than the SDK asks again
 */
export async function suffer(faults: Faults, victim: Victim, warn: (message: string) => void): Promise<void> {
  for (const { type, name, operation, fault } of faults) {
    if (
      type !== victim.type ||
      (name ?? victim.name) !== victim.name ||
      (operation ?? victim.operation) !== victim.operation
    ) {
      continue;
    }
    switch (fault.kind) {
      case "fail":
        throw new Error(fault.message);
      case "slow":
        await sleep(fault.seconds * 1_000);
        break;
      case "throttle":
        await throttle(fault.times, warn);
        break;
      default:
        fault satisfies never;
    }
  }
}

async function throttle(times: number, warn: (message: string) => void): Promise<void> {
  warn(`throttled ${times} times; asking again`);
  await sleep(Math.min(times, MAX_RETRIES) * BACKOFF_MS);
  if (times > MAX_RETRIES) {
    throw new Error(`ThrottlingException: Rate exceeded (asked ${MAX_RETRIES} times)`);
  }
}
