import { existsSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import type { AppsV1Api, CoreV1Api, KubeConfig, PolicyV1Api } from "@kubernetes/client-node";
import { UserError } from "../../engine/user-error";

/** A context of a kubeconfig. */
export interface Place {
  readonly kubeconfig: string;
  readonly context: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Long for an API server that answers, short for a person who forgot the VPN. */
const PATIENCE_MS = 15_000;

/** The typed client, as far as it is needed here. */
export interface Apis {
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly policy: PolicyV1Api;
}

/** A cluster to be read. Nothing here can change it. */
export class Connection {
  private constructor(
    private readonly place: Place,
    private readonly config: KubeConfig,
    private readonly apis: Apis,
    /** `https://127.0.0.1:6443` */
    readonly server: string,
  ) {}

  /** @throws {UserError} if there is no such kubeconfig, or no such context in it */
  static async open(place: Place): Promise<Connection> {
    // It takes a second to load, which no other command is to pay for.
    const { KubeConfig, CoreV1Api, AppsV1Api, PolicyV1Api } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    load(config, place);
    const cluster = config.getCurrentCluster();
    if (cluster === null) {
      throw new UserError(
        `context ${place.context} of ${place.kubeconfig} names a cluster that is not in it; mend it.`,
      );
    }
    const apis = {
      core: config.makeApiClient(CoreV1Api),
      apps: config.makeApiClient(AppsV1Api),
      policy: config.makeApiClient(PolicyV1Api),
    };
    return new Connection(place, config, apis, cluster.server.replace(/\/$/, ""));
  }

  /**
   * What is at a path that the typed client does not know, such as `/metrics`.
   * @returns nothing if the credentials may not read it
   * @throws {UserError} if the cluster does not answer, or not with it
   */
  async get(path: string): Promise<string | undefined> {
    const { status, text } = await this.#asked(() => this.#request(path));
    if (status === 403) {
      return undefined;
    }
    if (status !== 200) {
      throw new UserError(this.#refusal(status, `GET ${path}`));
    }
    return text;
  }

  /**
   * What the typed client says.
   * @param what the objects, as the end of a sentence: `list nodes`
   * @returns nothing if there is no such object
   * @throws {UserError} if the cluster does not answer, or refuses
   */
  async read<T>(what: string, ask: (apis: Apis) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.#asked(() => ask(this.apis));
    } catch (error) {
      const status = statusOf(error);
      if (status === undefined) {
        throw error;
      }
      if (status === 404) {
        return undefined;
      }
      throw new UserError(this.#refusal(status, what));
    }
  }

  /** Asks, but not for ever; whatever kept the question from the cluster is for the user to mend. */
  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    const silence = AbortSignal.timeout(PATIENCE_MS);
    const given = new Promise<never>((_, reject) => {
      silence.addEventListener("abort", () => reject(new Error(`no answer in ${PATIENCE_MS / 1000} s`)));
    });
    try {
      return await Promise.race([ask(), given]);
    } catch (error) {
      if (statusOf(error) !== undefined) {
        throw error;
      }
      // The command of a context that gets its credentials may fail without a word.
      const why = (error instanceof Error && error.message) || "its credentials could not be had";
      throw new UserError(
        `The cluster of context ${this.place.context} can't be asked at ${this.server}: ${why}. ` +
          `See whether it runs and can be reached from here: kubectl --kubeconfig ${this.place.kubeconfig} ` +
          `--context ${this.place.context} version`,
      );
    }
  }

  #refusal(status: number, what: string): string {
    const { context } = this.place;
    return status === 401
      ? `The cluster of context ${context} does not know the credentials of that context; renew them.`
      : `The cluster of context ${context} refuses to ${what} (status ${status}); ` +
          `use credentials that may read all namespaces and nodes.`;
  }

  async #request(path: string): Promise<Answer> {
    const options: RequestOptions = {};
    await this.config.applyToHTTPSOptions(options);
    return new Promise((resolve, reject) => {
      const start = this.server.startsWith("http:") ? httpRequest : httpsRequest;
      const call = start(`${this.server}${path}`, { ...options, timeout: PATIENCE_MS }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
        );
      });
      call.on("timeout", () => call.destroy(new Error(`no answer in ${PATIENCE_MS / 1000} s`)));
      call.on("error", reject);
      call.end();
    });
  }
}

/** What the API server answered, if it did: the client's `ApiException` has it, and no other error. */
function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : undefined;
}

function load(config: KubeConfig, { kubeconfig, context }: Place): void {
  if (!existsSync(kubeconfig)) {
    throw new UserError(`${kubeconfig} is no file; name your cluster's kubeconfig with --kubeconfig FILE.`);
  }
  try {
    config.loadFromFile(kubeconfig);
  } catch {
    // The parser quotes what it read, and that may be a credential.
    throw new UserError(
      `${kubeconfig} is no kubeconfig that can be read; see kubectl --kubeconfig ${kubeconfig} config view.`,
    );
  }
  const known = config.getContexts().map(({ name }) => name);
  if (!known.includes(context)) {
    throw new UserError(`${kubeconfig} has no context ${context}; it has ${known.join(", ") || "none"}.`);
  }
  config.setCurrentContext(context);
}
