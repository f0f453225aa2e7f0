import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
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
  /** Why and when, the first ones of them. */
  readonly failures: string;
  readonly seconds: number;
}

/** As many failures are told one by one. */
const TOLD = 10;

/** A steady load on a service, over a few connections that are kept. */
export class Load {
  readonly #failures: string[] = [];
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
    this.#instance.on("response", (_, status) => {
      if (status < 200 || status > 299) {
        this.#fail(`status ${status}`);
      }
    });
    this.#instance.on("reqError", (error: Error) => {
      this.#fail(error.message);
    });
  }

  #fail(why: string): void {
    // In UTC, as the logs of pods and of the cluster have it.
    this.#failures.push(`${new Date().toISOString().slice(11, 23)} ${why}`);
  }

  /**
   * What came of requests while something was done, and for a time after it.
   * @param afterwards in milliseconds
   */
  static async during(args: LoadArgs, work: () => Promise<unknown>, afterwards = 0): Promise<LoadResult> {
    const load = new Load(args);
    try {
      await work();
      await sleep(afterwards);
    } finally {
      await load.stop();
    }
    const result = await load.stop();
    console.log(`${result.requests} requests in ${result.seconds} s, ${result.failed} failed: ${result.failures}`);
    return result;
  }

  /** Ends it. */
  async stop(): Promise<LoadResult> {
    this.#instance.stop();
    const [result] = (await this.#done) as [autocannon.Result];
    const { errors, non2xx, requests } = result;
    return {
      requests: requests.total + errors,
      failed: errors + non2xx,
      failures: [...this.#failures.slice(0, TOLD), ...(this.#failures.length > TOLD ? ["…"] : [])].join(", "),
      seconds: Math.round(result.duration),
    };
  }
}
