import { execFile } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Daemon, stopDaemons } from "../../engine/process/daemon";
import { writeWhole } from "../../engine/process/file";
import { takenText } from "../../engine/process/listener";
import { withLock } from "../../engine/process/lock";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import type { Nodes } from "../nodes/nodes";
import { simulatedNodes } from "../nodes/simulated";
import { apiServer, controllerManager, etcd, scheduler } from "./components";
import { CONTEXT, type Files, filesOf } from "./files";
import { choosePorts, type Ports, takenByStranger } from "./ports";

const READY_MS = 60_000;

/** Where the controller manager makes the folders of volumes; it can't be told another folder. */
const VOLUME = /^\/tmp\/hostpath_pv\/[0-9a-f-]+$/;

interface Volume {
  readonly spec: { readonly hostPath?: { readonly path: string } };
}

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

/** An embedded Kubernetes control plane. All there is of it is in one folder. */
export class Cluster {
  readonly #files: Files;

  constructor(
    readonly folder: string,
    private readonly tools: Tools,
    private readonly nodes: Nodes = simulatedNodes(),
  ) {
    this.#files = filesOf(folder);
  }

  /** Whether it was never started: it has no objects. */
  get isNew(): boolean {
    return !existsSync(this.#files.database);
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
    await withLock(this.#lock, async () => {
      await this.nodes.prepare();
      const ports = await this.#ports(report);
      const token = this.#credentials();
      const [database, api, ...others] = this.#daemons(ports);
      if (database === undefined || api === undefined) {
        throw new Error("a control plane has a database and an API server");
      }
      report("etcd and the API server");
      database.start();
      api.start();
      await this.#until(() => this.#isHealthy(ports.apiServer, "/readyz", token), [database, api], "the API server");
      this.#writeKubeconfig(ports, token);
      await this.nodes.configure(this.#files);
      report("controllers, scheduler and nodes");
      await this.#dropLeases(others);
      for (const daemon of others) {
        daemon.start();
      }
      await this.#applyBaseObjects();
      await this.#until(() => this.#allReady(ports), others, "controllers, scheduler and nodes");
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
      ready: await this.#isHealthy(ports.apiServer, "/readyz", this.#credentials()),
      server: `https://${this.nodes.host.address}:${ports.apiServer}`,
    };
  }

  /** Ends every process of this cluster and nothing else, and removes its folder and those of its volumes. */
  async remove(): Promise<void> {
    await withLock(this.#lock, async () => {
      const volumes = await this.#volumeFolders();
      await stopAll(this.daemons());
      await stopDaemons(this.folder);
      await this.nodes.remove();
      for (const folder of [...volumes, this.folder]) {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  get #lock(): string {
    return `${this.folder}.lock`;
  }

  /** Its processes, database first; none before the first start. */
  daemons(): readonly Daemon[] {
    const ports = this.#savedPorts();
    return ports === undefined ? [] : this.#daemons(ports);
  }

  #daemons(ports: Ports): readonly Daemon[] {
    const controlPlane = [etcd, apiServer, controllerManager, scheduler].map((make) =>
      make(this.tools, this.#files, ports, this.nodes),
    );
    return [...controlPlane, ...this.nodes.daemons(this.tools, this.#files, ports)];
  }

  #savedPorts(): Ports | undefined {
    const file = join(this.folder, "ports.json");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Ports) : undefined;
  }

  /** Those that the nodes ask for; otherwise those chosen the first time, unless a stranger has taken one that is not in use. */
  async #ports(report: (what: string) => void): Promise<Ports> {
    if (this.nodes.ports !== undefined) {
      return this.#keep(this.nodes.ports);
    }
    const saved = this.#savedPorts();
    if (saved !== undefined) {
      const running = this.#daemons(saved).filter((daemon) => daemon.pid() !== undefined);
      const taken = await takenByStranger(
        saved,
        running.map(({ name }) => name),
      );
      if (taken === undefined) {
        return saved;
      }
      report(`${takenText(taken)}; new ports are chosen`);
      // What still runs knows the others by their old ports.
      await stopAll(running);
    }
    // If their ports are not known any more, no daemon is.
    await stopDaemons(this.folder);
    return this.#keep(await choosePorts());
  }

  #keep(ports: Ports): Ports {
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
    const server = `https://${this.nodes.host.address}:${ports.apiServer}`;
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

  #isHealthy(port: number, path?: string, token?: string): Promise<boolean> {
    return isHealthy({ host: this.nodes.host.address, port, path, token });
  }

  async #applyBaseObjects(): Promise<void> {
    const files = this.nodes.manifests.flatMap((file) => ["-f", file]);
    await this.kubectl(["apply", "--server-side", "--force-conflicts", ...files]);
  }

  async #allReady(ports: Ports): Promise<boolean> {
    const healthy = await Promise.all([ports.controllerManager, ports.scheduler].map((port) => this.#isHealthy(port)));
    return !healthy.includes(false) && (await this.#nodesReady());
  }

  async #nodesReady(): Promise<boolean> {
    const { items } = JSON.parse(await this.kubectl(["get", "nodes", "-o", "json"])) as { items: readonly Node[] };
    const ready = items.filter(
      ({ spec, status }) =>
        !spec.taints?.length && status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"),
    );
    return ready.length === items.length && ready.length >= this.nodes.count;
  }

  /** A keeper of nodes that is started again would leave them alone until the leases of the one before have expired. */
  async #dropLeases(daemons: readonly Daemon[]): Promise<void> {
    const keeper = daemons.find(({ name }) => name === this.nodes.leaseKeeper);
    if (keeper !== undefined && keeper.pid() === undefined) {
      await this.kubectl(["delete", "leases", "--all", "--namespace", "kube-node-lease"]);
    }
  }

  /** Asks the cluster as its administrator. */
  async kubectl(args: readonly string[]): Promise<string> {
    const program = join(this.tools.kubernetes.folder, "kubectl");
    // Its cache would otherwise be in the user's home.
    const own = ["--kubeconfig", this.#files.kubeconfig, "--cache-dir", join(this.folder, "kubectl")];
    const { stdout } = await promisify(execFile)(program, [...own, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  }

  /** None if the cluster does not answer, or never came up: then nobody knows them. */
  async #volumeFolders(): Promise<readonly string[]> {
    if (!(await this.status()).ready) {
      return [];
    }
    const asked = this.kubectl(["get", "persistentvolumes", "-o", "json", "--request-timeout=5s"]);
    const found = await asked.catch(() => undefined);
    if (found === undefined) {
      return [];
    }
    const { items } = JSON.parse(found) as { items: readonly Volume[] };
    // A volume that a program made by hand may name any folder of this machine.
    return items.flatMap(({ spec: { hostPath } }) => (hostPath && VOLUME.test(hostPath.path) ? [hostPath.path] : []));
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

/** The API server first loses its clients, then its database. */
async function stopAll(daemons: readonly Daemon[]): Promise<void> {
  for (const daemon of daemons.toReversed()) {
    await daemon.stop();
  }
}

interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly path: string | undefined;
  /** Needed by the API server only; the others answer everybody, and refuse tokens they can't check. */
  readonly token: string | undefined;
}

/** @see https://kubernetes.io/docs/reference/using-api/health-checks/ */
function isHealthy({ host, port, path = "/healthz", token }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const ask = request(
      {
        host,
        port,
        path,
        timeout: 1_000,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
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
