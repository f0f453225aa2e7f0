import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isAtLeast } from "../runtime/version";
import type { Addresses } from "./backends";

/** A service that this one does not work without, and since which version it has what this one needs. */
export interface Dependency {
  readonly name: string;
  readonly address: keyof Addresses;
  readonly minimum: string;
}

/** In the order in which changes reach them (seed-facts section 1): what others need comes first. */
export const DEPENDENCIES: readonly Dependency[] = [
  { name: "users_backend", address: "users", minimum: "v2.3" },
  { name: "thoughts_backend", address: "thoughts", minimum: "v1.6" },
];

export interface CheckOptions {
  /** How long to ask a service that does not answer, in milliseconds. @default 30,000 */
  readonly patience?: number;
  readonly say: (line: string) => void;
}

const RETRY_MS = 500;
const TIMEOUT_MS = 2_000;

const answer = z.object({ version: z.string() });

/**
 * Before this version serves anybody, what it needs has to be there (seed-facts section 9). The old pods go on meanwhile.
 * @returns whether all of it is
 */
export async function checkVersions(
  dependencies: readonly Dependency[],
  addresses: Addresses,
  { patience = 30_000, say }: CheckOptions,
): Promise<boolean> {
  for (const { name, address, minimum } of dependencies) {
    say(`Checking minimum version for ${name}`);
    const found = await versionOf(addresses[address], Date.now() + patience);
    if (found === undefined) {
      say(`No answer from ${name} at ${addresses[address]} for ${patience / 1_000} s`);
      return false;
    }
    say(`Minimum ${minimum}, found ${found}`);
    if (!isAtLeast(minimum, found)) {
      say(`Version ${found} is incorrect (min ${minimum})`);
      return false;
    }
  }
  return true;
}

async function versionOf(address: string, deadline: number): Promise<string | undefined> {
  for (;;) {
    const found = await ask(address);
    if (found !== undefined || Date.now() > deadline) {
      return found;
    }
    await sleep(RETRY_MS);
  }
}

async function ask(address: string): Promise<string | undefined> {
  try {
    const response = await fetch(new URL("/admin/version/", address), { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return response.ok ? answer.parse(await response.json()).version : undefined;
  } catch {
    return undefined;
  }
}
