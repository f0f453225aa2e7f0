import { execFile } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { simulatedKubelets, SIMULATED_NODES } from "../nodes/simulated";
import type { Daemon } from "../process/daemon";
import { withLock } from "../process/lock";
import type { Tools } from "../toolchain/tool";
import { writeWhole } from "../process/file";
import { UserError } from "../user-error";
import { apiServer, controllerManager, etcd, type Files, filesOf, scheduler } from "./components";
import { choosePorts, isTaken, type Ports } from "./ports";

/** The one context of a cluster's kubeconfig. */
export const CONTEXT = "thoughts-local";

const READY_MS = 60_000;

export interface ComponentStatus {
  readonly name: string;
  readonly running: boolean;
}

/** A node, as `kubectl get -o json` shows it. */
interface Node {
  readonly spec: { readonly taints?: readonly unknown[] };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

export interface ClusterStatus {
  readonly components: readonly ComponentStatus[];
  /** Whether the API server answers that it is ready. */
  readonly ready: boolean;
  readonly server: string | undefined;
}

/** An embedded Kubernetes control plane with simulated nodes. All there is of it is in one folder. */
export class Cluster {
  readonly #files: Files;

  constructor(
    readonly folder: string,
    private readonly tools: Tools,
  ) {
    this.#files = filesOf(folder);
  }

  get kubeconfig(): string {
    return this.#files.kubeconfig;
  }

  /**
   * Starts what does not run. A cluster that was interrupted at any point is completed; its objects are kept.
   * @param report told what is waited for
   * @throws {UserError} if a component does not come up, with its last words
   */
  async start(report: (what: string) => void = () => undefined): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    await withLock(`${this.folder}.lock`, async () => {
      const ports = await this.#ports();
      const token = this.#credentials();
      const [database, api, ...others] = this.#daemons(ports);
      if (database === undefined || api === undefined) {
        throw new Error("a control plane has a database and an API server");
      }
      report("etcd and the API server");
      database.start();
      api.start();
      await this.#until(() => isReady(ports.apiServer, token), [database, api], "the API server");
      this.#writeKubeconfig(ports, token);
      report("controllers, scheduler and nodes");
      for (const daemon of others) {
        daemon.start();
      }
      await this.#applyBaseObjects();
      await this.#until(() => this.#nodesReady(), others, "the nodes");
    });
  }

  async status(): Promise<ClusterStatus> {
    const ports = this.#savedPorts();
    if (ports === undefined) {
      return { components: [], ready: false, server: undefined };
    }
    const components = this.daemons().map((daemon) => ({ name: daemon.name, running: daemon.pid() !== undefined }));
    return {
      components,
      ready: await isReady(ports.apiServer, this.#credentials()),
      server: `https://127.0.0.1:${ports.apiServer}`,
    };
  }

  /** Ends every process of this cluster and nothing else, and removes its folder. */
  async remove(): Promise<void> {
    // The API server first loses its clients, then its database.
    for (const daemon of this.daemons().toReversed()) {
      await daemon.stop();
    }
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(`${this.folder}.lock`, { force: true });
  }

  /** Its processes, database first; none before the first start. */
  daemons(): readonly Daemon[] {
    const ports = this.#savedPorts();
    return ports === undefined ? [] : this.#daemons(ports);
  }

  #daemons(ports: Ports): readonly Daemon[] {
    return [etcd, apiServer, controllerManager, scheduler, simulatedKubelets].map((make) =>
      make(this.tools, this.#files, ports),
    );
  }

  #savedPorts(): Ports | undefined {
    const file = join(this.folder, "ports.json");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Ports) : undefined;
  }

  /** The ports chosen the first time, unless a stranger has taken one while the cluster was down. */
  async #ports(): Promise<Ports> {
    const saved = this.#savedPorts();
    if (saved !== undefined) {
      const running = this.#daemons(saved).some((daemon) => daemon.pid() !== undefined);
      const taken = await Promise.all(Object.values(saved).map(isTaken));
      if (running || !taken.includes(true)) {
        return saved;
      }
    }
    const ports = await choosePorts();
    writeWhole(join(this.folder, "ports.json"), JSON.stringify(ports));
    return ports;
  }

  /** @returns the administrator's token */
  #credentials(): string {
    const { tokens, signingKey } = this.#files;
    if (!existsSync(signingKey)) {
      const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      writeWhole(signingKey, privateKey.export({ type: "pkcs1", format: "pem" }));
    }
    if (!existsSync(tokens)) {
      writeWhole(tokens, `${randomBytes(32).toString("hex")},admin,admin,system:masters\n`);
    }
    return readFileSync(tokens, "utf8").split(",")[0] ?? "";
  }

  #writeKubeconfig(ports: Ports, token: string): void {
    const ca = readFileSync(join(this.#files.certificates, "apiserver.crt")).toString("base64");
    const server = `https://127.0.0.1:${ports.apiServer}`;
    const kubeconfig = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: CONTEXT, cluster: { server, "certificate-authority-data": ca } }],
      users: [{ name: CONTEXT, user: { token } }],
      contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user: CONTEXT } }],
      "current-context": CONTEXT,
    };
    writeWhole(this.#files.kubeconfig, JSON.stringify(kubeconfig, undefined, 2));
  }

  async #applyBaseObjects(): Promise<void> {
    for (const file of [join(__dirname, "storage.yaml"), SIMULATED_NODES]) {
      await this.#kubectl(["apply", "--server-side", "--force-conflicts", "-f", file]);
    }
  }

  async #nodesReady(): Promise<boolean> {
    const { items } = JSON.parse(await this.#kubectl(["get", "nodes", "-o", "json"])) as { items: readonly Node[] };
    return items.every(
      ({ spec, status }) =>
        !spec.taints?.length && status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"),
    );
  }

  async #kubectl(args: readonly string[]): Promise<string> {
    const program = join(this.tools.kubernetes.folder, "kubectl");
    const { stdout } = await promisify(execFile)(program, ["--kubeconfig", this.#files.kubeconfig, ...args]);
    return stdout.trim();
  }

  async #until(isDone: () => Promise<boolean>, daemons: readonly Daemon[], what: string): Promise<void> {
    const deadline = Date.now() + READY_MS;
    while (!(await isDone())) {
      await sleep(100);
      if (Date.now() > deadline) {
        const words = daemons.map((daemon) => `${daemon.name} (${daemon.log}):\n${daemon.lastWords()}`).join("\n");
        throw new UserError(`${what} did not become ready within ${READY_MS / 1000} s. Last words:\n${words}`);
      }
      // A component that ended, because another was not there yet, is started again.
      for (const daemon of daemons) {
        daemon.start();
      }
    }
  }
}

/** @see https://kubernetes.io/docs/reference/using-api/health-checks/ */
function isReady(port: number, token: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ask = request(
      {
        host: "127.0.0.1",
        port,
        path: "/readyz",
        timeout: 1_000,
        headers: { authorization: `Bearer ${token}` },
        // Its certificate is known only once it has made it; nothing but "ok" is believed here.
        rejectUnauthorized: false,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    ask.on("error", () => resolve(false));
    ask.on("timeout", () => ask.destroy());
    ask.end();
  });
}
