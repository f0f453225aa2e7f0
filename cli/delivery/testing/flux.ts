import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "../../../engine/process/free-ports";
import { ensureTool } from "../../../engine/toolchain/ensure";
import { testCatalog } from "../../../engine/toolchain/test-catalog";
import type { Clone } from "../../testing/clone";

const CONTROLLERS = ["source-controller", "kustomize-controller"] as const;

/** Flux's controllers as processes beside a clone's cluster. In other clusters they are pods. */
export class Flux {
  readonly #processes: ChildProcess[] = [];

  private constructor(
    private readonly clone: Clone,
    /** Their folders, with the definitions of their custom resources. */
    private readonly folders: readonly string[],
  ) {}

  /** Puts their definitions into the cluster. */
  static async install(clone: Clone): Promise<Flux> {
    const catalog = testCatalog();
    const folders: string[] = [];
    for (const name of CONTROLLERS) {
      folders.push((await ensureTool(catalog[name], { report: () => undefined })).folder);
    }
    const definitions = folders.flatMap((folder) =>
      readdirSync(folder).flatMap((file) => (file.endsWith(".yaml") ? ["--filename", join(folder, file)] : [])),
    );
    await clone.kubectl("apply", "--server-side", ...definitions);
    return new Flux(clone, folders);
  }

  async start(): Promise<void> {
    const storage = this.clone.path(".sandbox", "flux");
    mkdirSync(storage, { recursive: true });
    const [port = 0] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const own = {
      "source-controller": [`--storage-path=${storage}`, `--storage-addr=${address}`, `--storage-adv-addr=${address}`],
      // docs/gitops.md: what Pulumi applied before is theirs, with all of its fields.
      "kustomize-controller": ["--override-manager=pulumi-kubernetes", "--requeue-dependency=1s"],
    };
    for (const [index, name] of CONTROLLERS.entries()) {
      const common = ["--enable-leader-election=false", "--metrics-addr=127.0.0.1:0", "--health-addr=127.0.0.1:0"];
      const child = spawn(join(this.folders[index] ?? "", name), [...common, ...own[name]], {
        env: {
          ...process.env,
          KUBECONFIG: this.clone.path(".sandbox", "cluster", "kubeconfig"),
          RUNTIME_NAMESPACE: "flux-system",
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const log = createWriteStream(this.#logFile(name));
      child.stdout.pipe(log);
      child.stderr.pipe(log);
      this.#processes.push(child);
    }
  }

  /** Has it look now, as a person does who does not want to wait for the interval. */
  async reconcile(...kustomizations: readonly string[]): Promise<void> {
    const now = `reconcile.fluxcd.io/requestedAt=${new Date().toISOString()}`;
    const names = ["gitrepository/delivery", ...kustomizations.map((name) => `kustomization/${name}`)];
    await this.clone.kubectl("annotate", "--overwrite", ...names, now);
  }

  /** What it says of a service: `True Applied revision: main@sha1:…`. @throws {Error} if a controller has ended */
  said(kustomization: string): Promise<string> {
    const ended = this.#processes.find(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    if (ended !== undefined) {
      throw new Error(`${ended.spawnfile} has ended: ${this.#log().slice(-1000)}`);
    }
    const ready = `{.status.conditions[?(@.type=="Ready")]['status','message']}`;
    return this.clone.kubectl("get", "kustomization", kustomization, "-o", `jsonpath=${ready}`);
  }

  #log(): string {
    return CONTROLLERS.map((name) => readFileSync(this.#logFile(name), "utf8")).join("\n");
  }

  #logFile(name: string): string {
    return this.clone.path(".sandbox", "flux", `${name}.log`);
  }

  async stop(): Promise<void> {
    for (const child of this.#processes) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
    }
  }
}
