import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A call, as it came. */
export interface Call {
  /** What was asked for: `GET /user`. */
  readonly call: string;
  readonly method: string;
  readonly url: URL;
  /** What was sent. */
  readonly sent: string;
  readonly headers: IncomingMessage["headers"];
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server on the loopback interface that answers each call with JSON. */
export abstract class LocalApi {
  /** What was asked for: `GET /user`. */
  readonly calls: string[] = [];
  readonly #server = createServer((request, response) => {
    void this.#read(request).then((call) => {
      const { status, body, headers } = this.answerTo(call);
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    });
  });

  async start(): Promise<void> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), "close");
  }

  protected abstract answerTo(call: Call): Answer;

  protected get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #read(request: IncomingMessage): Promise<Call> {
    const { method = "", headers } = request;
    const url = new URL(request.url ?? "", "http://localhost");
    const call = `${method} ${url.pathname}`;
    this.calls.push(call);
    return { call, method, url, sent: await text(request), headers };
  }
}
