import type { Environment } from "./environment";
import type { Snapshot } from "./snapshot";

/** What is shown: the newest snapshot, with what an environment that has fallen silent had to tell before. */
export interface Observation extends Snapshot {
  /** Since when it is in its condition. @default - undefined: since before anybody looked */
  readonly since: Date | undefined;
  /** When what is shown of the workloads was seen. @default - undefined: now */
  readonly lastSeen: Date | undefined;
}

/** How long a look is good enough for the next one who asks: several pages may be open. */
const FRESH_MS = 1_000;

/** Looks when it is asked to, and remembers what it saw. While nobody asks, nothing runs. */
export class Observer {
  #running: Promise<Observation> | undefined;
  #newest: Observation | undefined;
  /** The last time that all answered. */
  #whole: Snapshot | undefined;

  constructor(private readonly take: () => Promise<Snapshot>) {}

  /** @throws what the look throws */
  look(): Promise<Observation> {
    const age = this.#newest === undefined ? Infinity : Date.now() - this.#newest.at.getTime();
    if (this.#newest !== undefined && age < FRESH_MS) {
      return Promise.resolve(this.#newest);
    }
    this.#running ??= this.#look().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #look(): Promise<Observation> {
    const seen = await this.take();
    const before = this.#newest;
    const since = before === undefined || before.condition === seen.condition ? before?.since : seen.at;
    if (seen.condition === "up") {
      this.#whole = seen;
    }
    const isSilent = seen.condition === "silent" && this.#whole !== undefined;
    this.#newest = {
      ...seen,
      environments: isSilent ? remembered(seen.environments, this.#whole?.environments ?? []) : seen.environments,
      since,
      lastSeen: isSilent ? this.#whole?.at : undefined,
    };
    return this.#newest;
  }
}

/** What was last seen of each environment that tells nothing now. */
function remembered(now: readonly Environment[], before: readonly Environment[]): readonly Environment[] {
  const names = [...new Set([...before, ...now].map(({ name }) => name))];
  return names.flatMap((name) => {
    const found = now.find((one) => one.name === name);
    const old = before.find((one) => one.name === name);
    if (found === undefined || old === undefined) {
      return found ?? old ?? [];
    }
    return [{ ...found, status: found.status ?? old.status, topology: found.topology ?? old.topology }];
  });
}
