import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isAtLeast } from "./version";

/** A service that another one does not work without, and since which version it has what is needed. */
export interface Dependency {
  readonly name: string;
  readonly address: string;
  readonly minimum: string;
}

export interface CheckOptions {
  /** How long to ask a service that does not answer, in milliseconds. @default 30,000 */
  readonly patience?: number;
  readonly say: (line: string) => void;
}

const RETRY_MS = 500;
const TIMEOUT_MS = 2_000;

const answer = z.object({ version: z.string() });

/**
 * The command `check-versions thoughts_backend=http://thoughts-service>=v1.6 …`: ends with an error unless every service
 * is there in at least the version named. It runs before the service itself starts (docs/system.md#versions): a service
 * without what it needs serves nobody, and the old pods go on meanwhile.
 */
export async function checkVersionsCommand(...args: readonly string[]): Promise<void> {
  if (!(await checkVersions(args.map(dependency), { say: console.log }))) {
    throw new Error("a dependency has not the version that this one needs; it does not start.");
  }
}

/** @throws {Error} with the form that is wanted */
export function dependency(arg: string): Dependency {
  const [, name, address, minimum] = /^([\w-]+)=(https?:\/\/\S+)>=(\S+)$/.exec(arg) ?? [];
  if (name === undefined || address === undefined || minimum === undefined) {
    throw new Error(`"${arg}" names no dependency; write NAME=URL>=VERSION, such as users=http://users-service>=v2.3.`);
  }
  return { name, address, minimum };
}

/** @returns whether all dependencies are there; the first in order is asked first, and none after one that is not */
export async function checkVersions(
  dependencies: readonly Dependency[],
  { patience = 30_000, say }: CheckOptions,
): Promise<boolean> {
  for (const { name, address, minimum } of dependencies) {
    say(`Checking minimum version for ${name}`);
    const found = await versionOf(address, Date.now() + patience);
    if (found === undefined) {
      say(`No answer from ${name} at ${address} for ${patience / 1_000} s`);
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
