import { once } from "node:events";
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands between the engine and a bucket, and ends the engine when the bucket has done what it was asked for. */
export class KillingProxy {
  /** What the bucket has written or deleted, as `PUT /states/a.json`. */
  readonly writes: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    private readonly at: number,
    private readonly kill: () => void,
  ) {
    server.on("request", (incoming, response) => this.#pass(incoming, response));
  }

  /**
   * Starts one.
   * @param url where the bucket is
   * @param at the write after which to kill, from 1
   * @param kill ends the engine that asks
   */
  static async before(url: string, at: number, kill: () => void): Promise<KillingProxy> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new KillingProxy(server, new URL(url), at, kill);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  #pass(incoming: IncomingMessage, response: ServerResponse): void {
    const { method, headers, url = "/" } = incoming;
    const { hostname, port } = this.target;
    const outgoing = request({ hostname, port, path: url, method, headers }, (answer) => {
      // Reading asks with GET and HEAD; the key is asked with POST, which changes nothing there.
      if (method === "PUT" || method === "DELETE") {
        this.writes.push(`${method} ${new URL(url, this.url).pathname}`);
        if (this.writes.length === this.at) {
          this.kill();
          response.destroy();
          return;
        }
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    incoming.pipe(outgoing);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
