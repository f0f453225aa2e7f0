import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { changesText } from "../../engine/pulumi/progress";
import { recover } from "../../engine/pulumi/recovery";
import { type Run, runEngine } from "../../engine/pulumi/run";
import { hasState } from "../../engine/pulumi/state";
import { Unsettled } from "../../engine/pulumi/unsettled";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import type { Packed } from "../../sandbox/images/pack";
import { watchSpecs } from "../../sandbox/images/third-party";
import { alone } from "../alone";
import { demandRealNodes, embedded, type Embedded } from "../embedded";
import { explained } from "../failures/explained";
import { addPeople } from "../first-data";
import { ENGINE, LOG, ROOT, SANDBOX } from "../folders";
import { localSpecs, packImages } from "../local-images";
import { openLocal } from "../local-workspace";
import { EMBEDDED_NODES, embeddedPlatform, type Platform, readPlatform, writePlatform } from "../platform";
import { required, runSteps, type Step } from "../steps";
import { summary } from "../summary";
import { toolsFor } from "../tools";
import { checkProgram } from "../type-check";
import { finishDown } from "./down";

export interface UpOptions {
  readonly nodes?: (typeof EMBEDDED_NODES)[number];
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Whether to look up what is there first. @default - only after a run that did not come to its end */
  readonly refresh?: boolean;
}

/** `up`: tools, cluster, and a real `pulumi up` of the stack in it. */
export async function up(stack: string, options: UpOptions): Promise<void> {
  refuseForeignStack(stack);
  // For those who made a mistake in the options before anything else is waited for.
  platformFor(options);
  await alone(async () => {
    await finishDown();
    const platform = platformFor(options);
    mkdirSync(SANDBOX, { recursive: true });
    await new Up(stack, platform, options.refresh === true).run();
  });
}

/** One run of the command: each step leaves what the next ones need. */
class Up {
  readonly #start = Date.now();
  readonly #checked = checkProgram();
  #tools?: Tools;
  #embedded?: Embedded;
  #images: readonly Packed[] = [];
  #result?: Run;

  constructor(
    private readonly stack: string,
    private readonly platform: Platform,
    private readonly refresh: boolean,
  ) {}

  async run(): Promise<void> {
    const real = this.platform.nodes === "real";
    await runSteps([
      { title: "Tools", run: (say) => this.#findTools(say) },
      { title: "Cluster", run: (say) => this.#startCluster(say) },
      ...(real ? [{ title: "Images", run: (say) => this.#packImages(say) } satisfies Step] : []),
      { title: `pulumi up of stack ${this.stack}`, run: (say) => this.#pulumiUp(say) },
      ...(real ? [{ title: "People", run: () => this.#addPeople() } satisfies Step] : []),
    ]);
    await this.#sayResult();
  }

  async #findTools(say: (line: string) => void): Promise<string> {
    const found: string[] = [];
    this.#tools = await toolsFor(say, (text) => found.push(text));
    return `Tools: ${found.join("; ")}`;
  }

  async #startCluster(say: (line: string) => void): Promise<string> {
    const { nodes, context } = this.platform;
    // Before there is anything of it: `down` must know what to look for.
    writePlatform(this.platform);
    if (nodes === "own") {
      return `Cluster: ${context} (how it gets the images: docs/own-cluster.md)`;
    }
    this.#embedded = await embedded(nodes, required(this.#tools), say);
    const { cluster } = this.#embedded;
    if (cluster.isNew && hasState(ENGINE, this.stack)) {
      // It names objects of a cluster that is gone. Written down, because this run may be killed before it has looked.
      new Unsettled(ENGINE, this.stack).set();
    }
    await cluster.start(say);
    return `Cluster: embedded, with ${nodes} nodes`;
  }

  #packImages(say: (line: string) => void): Promise<string> {
    const { registry, tools } = required(required(this.#embedded).images);
    this.#images = packImages([...localSpecs(), ...watchSpecs(tools)], registry, tools, say);
    return Promise.resolve(`Images: ${this.#images.length} packed`);
  }

  async #pulumiUp(say: (line: string) => void): Promise<string> {
    await this.#checked;
    const workspace = await openLocal(required(this.#tools), this.platform, { images: this.#images });
    const options = { say, log: LOG };
    const run = async () => {
      await recover(workspace, options, this.refresh);
      return runEngine(workspace, "up", options);
    };
    this.#result = await explained(required(this.#tools), this.platform, run);
    return `pulumi up: ${changesText(this.#result)}`;
  }

  async #addPeople(): Promise<string> {
    await addPeople(required(this.#tools), this.platform, this.#namespace);
    return "People: bruce and stephen are there to log in as";
  }

  get #namespace(): string {
    return String(required(this.#result).outputs.namespace?.value);
  }

  async #sayResult(): Promise<void> {
    const result = required(this.#result);
    const text = await summary({
      tools: required(this.#tools),
      ...this.platform,
      namespace: this.#namespace,
      urls: (result.outputs.urls?.value ?? {}) as Record<string, string>,
      entrance: this.#embedded?.entrance,
    });
    const seconds = Math.round((Date.now() - this.#start) / 1000);
    console.log(`\n${text}\n\n${this.stack} is up after ${seconds} s: ${changesText(result)}.`);
  }
}

/** Only what runs on a machine of one's own is served here; everything else is plain Pulumi's. */
function refuseForeignStack(stack: string): void {
  if (stack === "local") {
    return;
  }
  if (existsSync(join(ROOT, `Pulumi.${stack}.yaml`))) {
    throw new UserError(
      `stack ${stack} does not run on a cluster of your own. Use Pulumi itself: pulumi up -s ${stack}`,
    );
  }
  throw new UserError(`there is no stack ${stack}; the one to bring up here is local: npm run up`);
}

/** @throws {UserError} if the options name no cluster, or another one than this clone is up in */
function platformFor({ nodes, kubeconfig, context }: UpOptions): Platform {
  const before = readPlatform();
  if (context !== undefined) {
    return samePlatform(before, ownPlatform(nodes, kubeconfig, context));
  }
  if (kubeconfig !== undefined) {
    throw new UserError(`--kubeconfig needs --context NAME, so that nothing lands in another cluster of that file.`);
  }
  if (nodes === undefined && before !== undefined) {
    return before;
  }
  if (nodes === "real") {
    demandRealNodes();
  }
  return samePlatform(before, embeddedPlatform(nodes ?? "simulated"));
}

function ownPlatform(
  nodes: UpOptions["nodes"],
  kubeconfig = join(homedir(), ".kube", "config"),
  context: string,
): Platform {
  if (nodes !== undefined) {
    throw new UserError(`--nodes ${nodes} is for a cluster made here; the one of --context ${context} has its own.`);
  }
  if (!existsSync(kubeconfig)) {
    throw new UserError(`${kubeconfig} is no file; name your cluster's kubeconfig with --kubeconfig FILE.`);
  }
  return { kubeconfig, context, nodes: "own" };
}

/** What is up elsewhere would be forgotten, and never taken down. */
function samePlatform(before: Platform | undefined, wanted: Platform): Platform {
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(wanted)) {
    const where = before.nodes === "own" ? `cluster ${before.context}` : `a cluster with ${before.nodes} nodes`;
    throw new UserError(`this clone is up in ${where}; take it down first: npm run down`);
  }
  return wanted;
}
