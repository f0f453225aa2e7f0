import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions as HttpsOptions } from "node:https";
import { setTimeout as pause } from "node:timers/promises";

import type { KubeConfig } from "@kubernetes/client-node";

import { ApiError, NoSuchKindError, UnreachableError } from "./errors";
import { isObject, objectsAt, textAt, type Json, type JsonObject } from "../wire/json";
import type { Kind } from "./kinds";

/** A request to the API server. */
export interface Call {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** From the root: `/apis/apps/v1/namespaces/default/deployments/web`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Json;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** How the API server serves a kind. */
export interface Served {
  readonly plural: string;
  readonly namespaced: boolean;
}

const CONNECT_TIMEOUT_MS = 15_000;
const CREDENTIALS_FOR_MS = 60_000;
/** After a failure to connect, further requests fail at once for this long: a preview asks hundreds of times. */
const REMEMBER_UNREACHABLE_MS = 20_000;
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 200;
/** Answers that mean "later": too many requests, a storage that is being set up, an etcd without a leader. */
function transient(status: number, text: string): boolean {
  return [429, 502, 503, 504].includes(status) || (status === 500 && text.includes("etcdserver"));
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : { message: text };
  } catch {
    return { message: text.trim() };
  }
}

function send(url: URL, options: HttpsOptions, call: Call, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === "http:" ? httpRequest : httpsRequest;
    const { method, signal } = call;
    const request = start(url, { ...options, method, signal }, resolve);
    request.setHeader("accept", "application/json");
    request.setHeader("user-agent", "pulumi-kubernetes-stand-in");
    if (body !== undefined) {
      request.setHeader("content-type", call.contentType ?? "application/json");
      request.setHeader("content-length", Buffer.byteLength(body)); // a DELETE's body is lost without it
    }
    request.on("socket", (socket) => {
      if (!socket.connecting) return;
      socket.setTimeout(CONNECT_TIMEOUT_MS, () => request.destroy(new Error("no answer in 15 s")));
      socket.once("connect", () => socket.setTimeout(0));
    });
    request.once("error", reject);
    request.end(body);
  });
}

/** A connection to one API server: requests, watches and the paths of objects, without typed models in between. */
export class Cluster {
  /** The server's URL, for messages. */
  readonly server: string;
  private credentials: { readonly options: HttpsOptions; readonly until: number } | undefined;
  private unreachable: { readonly error: UnreachableError; readonly until: number } | undefined;
  private readonly discovered = new Map<string, Promise<ReadonlyMap<string, Served>>>();

  constructor(private readonly config: KubeConfig) {
    const cluster = config.getCurrentCluster();
    if (!cluster) {
      throw new UnreachableError(`context ${JSON.stringify(config.getCurrentContext())} is not in the kubeconfig`);
    }
    this.server = cluster.server.replace(/\/$/, "");
  }

  /**
   * Sends a request and returns the answer's body.
   * @throws ApiError when the server refuses, UnreachableError when there is none
   */
  async call(call: Call): Promise<JsonObject> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.connect(call);
      const text = await textOf(response);
      const status = response.statusCode ?? 0;
      if (status < 400) return parse(text);
      if (status === 401) this.credentials = undefined;
      const again = transient(status, text) || (status === 401 && attempt === 1);
      if (!again || attempt === ATTEMPTS) throw new ApiError(status, parse(text));
      const asked = Number(response.headers["retry-after"] ?? 0) * 1000;
      await pause(Math.max(asked, FIRST_PAUSE_MS * 2 ** attempt), undefined, { signal: call.signal });
    }
  }

  /** Opens a watch and yields its events until the server closes it or the signal ends it. */
  async *watch(
    path: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): AsyncGenerator<{ type: string; object: JsonObject }> {
    const response = await this.connect({ method: "GET", path, query: { ...query, watch: "true" }, signal });
    if ((response.statusCode ?? 0) >= 400) throw new ApiError(response.statusCode ?? 0, parse(await textOf(response)));
    let rest = "";
    response.setEncoding("utf8");
    for await (const chunk of response) {
      const lines = (rest + String(chunk)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((text) => text !== "")) {
        const event = parse(line);
        const object = event.object;
        if (isObject(object)) yield { type: textAt(event, "type"), object };
      }
    }
  }

  /**
   * How the server serves a kind.
   * @throws NoSuchKindError when it does not
   */
  async served(kind: Kind): Promise<Served> {
    if (kind.builtIn) return kind.builtIn;
    const known = this.discovered.get(kind.apiVersion) ?? this.discover(kind);
    this.discovered.set(kind.apiVersion, known);
    const found = (await known).get(kind.kind);
    if (found) return found;
    // Definitions appear while an update runs, so what is missing is asked for anew the next time.
    this.discovered.delete(kind.apiVersion);
    throw new NoSuchKindError(kind.apiVersion, kind.kind);
  }

  /** The path of the collection that holds an object; `namespace` is left out for kinds of the whole cluster. */
  async collection(kind: Kind, namespace: string): Promise<string> {
    const { plural, namespaced } = await this.served(kind);
    const root = kind.group === "" ? `/api/${kind.version}` : `/apis/${kind.apiVersion}`;
    const scope = namespaced ? `/namespaces/${encodeURIComponent(namespace || "default")}` : "";
    return `${root}${scope}/${plural}`;
  }

  /** The live object, or `undefined` when there is none. */
  async get(kind: Kind, namespace: string, name: string, signal?: AbortSignal): Promise<JsonObject | undefined> {
    const path = `${await this.collection(kind, namespace)}/${encodeURIComponent(name)}`;
    try {
      return await this.call({ method: "GET", path, signal });
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  private async discover(kind: Kind): Promise<ReadonlyMap<string, Served>> {
    const path = kind.group === "" ? `/api/${kind.version}` : `/apis/${kind.apiVersion}`;
    try {
      const resources = objectsAt(await this.call({ method: "GET", path }), "resources");
      const whole = resources.filter((resource) => !textAt(resource, "name").includes("/"));
      return new Map(
        whole.map((resource) => [
          textAt(resource, "kind"),
          { plural: textAt(resource, "name"), namespaced: resource.namespaced === true },
        ]),
      );
    } catch (error) {
      this.discovered.delete(kind.apiVersion);
      if (error instanceof ApiError && error.status === 404) return new Map();
      throw error;
    }
  }

  private async options(): Promise<HttpsOptions> {
    if (this.credentials && this.credentials.until > Date.now()) return this.credentials.options;
    const options: HttpsOptions = {};
    await this.config.applyToHTTPSOptions(options);
    const proxied = this.config.getCurrentCluster()?.proxyUrl !== undefined;
    if (!proxied) options.agent = this.keptAlive(options);
    this.credentials = { options, until: Date.now() + CREDENTIALS_FOR_MS };
    return options;
  }

  /** Connections that are used again: a handshake for each of hundreds of requests would cost more than the requests. */
  private keptAlive(options: HttpsOptions): HttpAgent {
    const keep = { keepAlive: true, scheduling: "lifo" } as const;
    if (this.server.startsWith("http:")) return new HttpAgent(keep);
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
    return new HttpsAgent({ ...keep, ca, cert, key, pfx, passphrase, rejectUnauthorized, servername });
  }

  private async connect(call: Call): Promise<IncomingMessage> {
    if (this.unreachable && this.unreachable.until > Date.now()) throw this.unreachable.error;
    const url = new URL(this.server + call.path);
    for (const [key, value] of Object.entries(call.query ?? {})) url.searchParams.set(key, value);
    const options = await this.options();
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    try {
      return await this.exchange(url, options, call, body);
    } catch (error) {
      if (call.signal?.aborted === true) throw error;
      const why = error instanceof Error ? error.message : String(error);
      const context = this.config.getCurrentContext();
      const unreachable = new UnreachableError(`${this.server} (context ${JSON.stringify(context)}): ${why}`);
      this.unreachable = { error: unreachable, until: Date.now() + REMEMBER_UNREACHABLE_MS };
      throw unreachable;
    }
  }

  /** One exchange; a kept-alive connection that the server has closed meanwhile is tried once more. */
  private async exchange(
    url: URL,
    options: HttpsOptions,
    call: Call,
    body: string | undefined,
  ): Promise<IncomingMessage> {
    try {
      return await send(url, options, call, body);
    } catch (error) {
      if (!(error instanceof Error) || !/ECONNRESET|socket hang up|EPIPE/.test(error.message)) throw error;
      return send(url, options, call, body);
    }
  }
}
