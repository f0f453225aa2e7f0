import { readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { Agent, createServer, request, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Record<string, string> }[];
}

/** What an API server, or what is in front of it, may do instead of answering. */
const FAULTS: readonly ((response: ServerResponse) => void)[] = [
  (response) => response.writeHead(429, { "retry-after": "1" }).end(),
  (response) => response.writeHead(500).end(),
  (response) => response.writeHead(503).end(),
  (response) => response.destroy(),
];

/** Stands between clients and an API server on this machine, and lets some requests fail. */
export class FaultyProxy {
  /** Of so many requests one fails. @default - undefined: none does */
  oneOf: number | undefined;
  faults = 0;
  #requests = 0;
  readonly #agent = new Agent({ keepAlive: true, rejectUnauthorized: false });

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on("request", (incoming, response) => this.#answer(incoming, response));
  }

  /**
   * Starts one.
   * @param kubeconfig who is behind it
   * @param own where to write the kubeconfig by which it is reached
   */
  static async before(kubeconfig: string, own: string): Promise<FaultyProxy> {
    const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
      extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
    });
    const server = createServer({ key, cert }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const config = JSON.parse(readFileSync(kubeconfig, "utf8")) as Kubeconfig;
    const [cluster] = config.clusters.map((each) => each.cluster);
    if (cluster?.server === undefined) {
      throw new Error(`${kubeconfig} names no cluster`);
    }
    const proxy = new FaultyProxy(server, new URL(cluster.server));
    cluster.server = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    cluster["certificate-authority-data"] = Buffer.from(cert).toString("base64");
    writeFileSync(own, JSON.stringify(config), { mode: 0o600 });
    return proxy;
  }

  #answer(incoming: IncomingMessage, response: ServerResponse): void {
    this.#requests += 1;
    if (this.oneOf !== undefined && this.#requests % this.oneOf === 0) {
      FAULTS[this.faults % FAULTS.length]?.(response);
      this.faults += 1;
      return;
    }
    const { method, headers, url } = incoming;
    const { hostname, port } = this.target;
    const outgoing = request({ hostname, port, path: url, method, headers, agent: this.#agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    response.on("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
    this.#agent.destroy();
  }
}
