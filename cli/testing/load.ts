import { Agent, get } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

export interface LoadArgs {
  /** Where requests go: an address of this machine's own, with a port if it is not 80. */
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
  /** The longest time in seconds for which this process did nothing, as on a machine that is too busy. */
  readonly stoodStill: number;
}

/**
 * How long an answer may take, in milliseconds. A pod that has gone never answers, however long one waits; a machine that
 * stands still for some seconds is not taken for one.
 */
const PATIENCE_MS = 30_000;

/** As many failures are told one by one. */
const TOLD = 10;

/**
 * A steady load on a service: requests start at their times, whether others have been answered or not, so one that hangs
 * hides none. (autocannon waits for its connections, and does not count a request whose connection is closed.)
 */
export class Load {
  /** Each of its connections is used in turn, so none is idle for so long that the other side closes it. */
  readonly #agent = new Agent({ keepAlive: true, scheduling: "fifo" });
  readonly #start = Date.now();
  readonly #delay = monitorEventLoopDelay();
  readonly #failures: string[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #requests = 0;

  constructor(args: LoadArgs) {
    this.#delay.enable();
    this.#timer = setInterval(() => {
      if (Date.now() - this.#start > args.mostSeconds * 1_000) {
        clearInterval(this.#timer);
        return;
      }
      const request = this.#request(args).finally(() => this.#running.delete(request));
      this.#running.add(request);
    }, 1_000 / args.perSecond);
  }

  /**
   * What came of requests while something was done, and for a time after it.
   * @param afterwards in milliseconds
   */
  static async during(args: LoadArgs, work: () => Promise<unknown>, afterwards = 0): Promise<LoadResult> {
    const load = new Load(args);
    let result: LoadResult;
    try {
      await work();
      await sleep(afterwards);
    } finally {
      result = await load.stop();
    }
    const { requests, seconds, failed, failures, stoodStill } = result;
    console.log(`${requests} requests in ${seconds} s, stood still for ${stoodStill} s; ${failed} failed: ${failures}`);
    return result;
  }

  /** Ends it, and waits for what was not answered yet. */
  async stop(): Promise<LoadResult> {
    clearInterval(this.#timer);
    const seconds = Math.round((Date.now() - this.#start) / 1_000);
    await Promise.all(this.#running);
    this.#delay.disable();
    this.#agent.destroy();
    const told = this.#failures.slice(0, TOLD);
    return {
      requests: this.#requests,
      failed: this.#failures.length,
      failures: [...told, ...(this.#failures.length > TOLD ? ["…"] : [])].join(", "),
      seconds,
      stoodStill: Math.round(this.#delay.max / 1_000_000) / 1_000,
    };
  }

  async #request(args: LoadArgs): Promise<void> {
    this.#requests += 1;
    // In UTC, as the logs of pods and of the cluster have it.
    const start = new Date().toISOString().slice(11, 23);
    const problem = await this.#problemOf(args).catch((error: unknown) => (error as Error).message);
    if (problem !== undefined) {
      this.#failures.push(`${start} ${problem}`);
    }
  }

  #problemOf({ address, host, path }: LoadArgs): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const options = { agent: this.#agent, headers: { host }, signal: AbortSignal.timeout(PATIENCE_MS) };
      get(`http://${address}${path}`, options, (response) => {
        const { statusCode: status = 0 } = response;
        response.resume().on("error", reject);
        response.on("end", () => {
          resolve(status >= 200 && status <= 299 ? undefined : `status ${status}`);
        });
      }).on("error", reject);
    });
  }
}
