import { once } from "node:events";
import autocannon from "autocannon";

export interface LoadArgs {
  /** Where requests go: an address of this machine's own. */
  readonly address: string;
  /** The host that they ask for. */
  readonly host: string;
  readonly path: string;
  readonly perSecond: number;
  /** It stops by itself after this, if nobody stopped it before. */
  readonly mostSeconds: number;
}

/** What came of a load. */
export interface LoadResult {
  readonly requests: number;
  /** Those that got no answer, or one that is no success. */
  readonly failed: number;
  /** Why, and how often. */
  readonly failures: string;
  readonly seconds: number;
}

/** A steady load on a service, over a few connections that are kept. */
export class Load {
  readonly #start = Date.now();
  readonly #instance: autocannon.Instance;
  readonly #done: Promise<unknown[]>;

  constructor({ address, host, path, perSecond, mostSeconds }: LoadArgs) {
    const options = {
      url: `http://${address}${path}`,
      headers: { host },
      connections: 4,
      overallRate: perSecond,
      duration: mostSeconds,
    };
    this.#instance = autocannon(options, () => undefined);
    this.#done = once(this.#instance, "done");
  }

  /** Ends it. */
  async stop(): Promise<LoadResult> {
    this.#instance.stop();
    const [result] = (await this.#done) as [autocannon.Result];
    const { errors, timeouts, non2xx, requests } = result;
    return {
      requests: requests.total + errors,
      failed: errors + non2xx,
      failures: `${errors - timeouts} without an answer, ${timeouts} too late, ${non2xx} refused`,
      seconds: Math.round((Date.now() - this.#start) / 1_000),
    };
  }
}
