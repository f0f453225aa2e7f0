import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { get as getInClear, type IncomingMessage } from "node:http";
import { get } from "node:https";
import { createInterface } from "node:readline";
import type { Clone } from "./clone";

/** The way that people take to a Service which has no host: `kubectl port-forward`, until it is stopped. */
export class Forward {
  private constructor(
    private readonly child: ChildProcess,
    /** Of this machine, at `localhost`. */
    readonly port: number,
  ) {}

  /** @param what `service/syslog` */
  static async to(clone: Clone, what: string, port: number): Promise<Forward> {
    const child = await clone.startKubectl("port-forward", what, `:${port}`);
    for await (const line of createInterface(child.stdout)) {
      const [, own] = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (own !== undefined) {
        return new Forward(child, Number(own));
      }
    }
    throw new Error(`kubectl port-forward ${what} ${port} ended and forwarded nothing.`);
  }

  /**
   * Asks for `/` over TLS.
   * @param asking the certificate that is believed, PEM, and user and password; without the one, those that everybody
   * believes, and without the other, none
   * @returns the status of the answer
   * @throws {Error} if nobody answers, or somebody with another certificate
   */
  async status({ certificate, auth }: { readonly certificate?: string; readonly auth?: string }): Promise<number> {
    const credentials = { ...(certificate && { ca: certificate }), ...(auth && { auth }) };
    return statusOf(get({ host: "localhost", port: this.port, agent: false, family: 4, ...credentials }));
  }

  /** The same without TLS. */
  async statusInClear(): Promise<number> {
    return statusOf(getInClear({ host: "localhost", port: this.port, agent: false, family: 4 }));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill();
      await once(this.child, "close");
    }
  }
}

async function statusOf(request: ReturnType<typeof get>): Promise<number> {
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode ?? 0;
}
