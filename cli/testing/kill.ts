import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, vi } from "vitest";
import type { Clone } from "./clone";

/** What a kill hits, by what its command line holds. */
const TARGETS = {
  command: /cli\/thoughts\.mjs/,
  engine: /\/pulumi (up|destroy)/,
  program: /\/@pulumi\/pulumi\/cmd\/run(\/index\.js)? /,
  "a plugin": /pulumi-resource-kubernetes/,
} as const;

export type Target = keyof typeof TARGETS;

export interface Kill {
  readonly target: Target;
  /** After the engine has started. */
  readonly milliseconds: number;
}

/** @see https://en.wikipedia.org/wiki/Linear_congruential_generator, with the parameters of Numerical Recipes */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

/**
 * The same moments and targets for the same seed.
 * @param targets in turn. @default - all there are
 */
export function kills(
  seed: number,
  count: number,
  targets = Object.keys(TARGETS) as readonly Target[],
): readonly Kill[] {
  const random = numbers(seed);
  return Array.from({ length: count }, (_, index) => ({
    target: targets[index % targets.length] ?? "engine",
    // Most work is done in the first seconds; a rollout is waited for later.
    milliseconds: 300 + Math.floor(random.next().value ** 2 * 7_000),
  }));
}

/** Starts a command, and kills one of its processes if it is there at that moment. @returns what was hit, or `none` */
export async function killed(clone: Clone, args: readonly string[], { target, milliseconds }: Kill): Promise<string> {
  const [child, text] = clone.start(...args);
  const ended = once(child, "close");
  const alive = () => child.exitCode === null && child.signalCode === null;
  // Before it changes anything, a run looks up what the last one left, and shows its change: a minute where others work too.
  const isAtWork = async () => !alive() || (await pidsOf(clone, "engine")).length > 0;
  await vi.waitUntil(isAtWork, { timeout: 240_000, interval: 100 });
  expect(alive(), `it ended before it changed anything:\n${text()}`).toBe(true);
  await sleep(milliseconds);
  // A target that is not there yet is hit as it comes.
  let victims = await pidsOf(clone, target);
  while (victims.length === 0 && alive()) {
    await sleep(50);
    victims = await pidsOf(clone, target);
  }
  for (const pid of victims) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }
  await ended;
  return `${victims.length > 0 ? target : "none"} at ${milliseconds} ms`;
}

export async function pidsOf(clone: Clone, target: Target): Promise<readonly number[]> {
  const processes = await clone.helpers();
  return processes.filter(({ command }) => TARGETS[target].test(command)).map(({ pid }) => pid);
}
