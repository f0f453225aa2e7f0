import { existsSync, mkdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { changesText } from "../../engine/pulumi/progress";
import { recover } from "../../engine/pulumi/recovery";
import { type Run, runEngine } from "../../engine/pulumi/run";
import { hasResources, readOutputs, stacksIn } from "../../engine/pulumi/state";
import { Unsettled } from "../../engine/pulumi/unsettled";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import type { Packed } from "../../sandbox/images/pack";
import { watchSpecs } from "../../sandbox/images/third-party";
import { alone } from "../alone";
import { changeList } from "../changes/change-list";
import { demandAgreement } from "../changes/data-loss";
import { noteLines } from "../changes/notes";
import { demandRealNodes, embedded, type Embedded } from "../embedded";
import { explained } from "../failures/explained";
import { ENGINE, LOG, SANDBOX } from "../folders";
import { localSpecs, packImages } from "../local-images";
import { refuseOtherStack } from "../local-stack";
import { openLocal } from "../local-workspace";
import { EMBEDDED_NODES, embeddedPlatform, type Platform, readPlatform, writePlatform } from "../platform";
import { Readiness } from "../readiness";
import { releaseOf } from "../release/stack-file";
import { required, runSteps, type Step } from "../steps";
import { lookAt } from "../status/look";
import { summary } from "../summary";
import { toolsFor, toolsText } from "../tools";
import { checkProgram } from "../type-check";
import { finishDown } from "./down";

export interface UpOptions {
  readonly nodes?: (typeof EMBEDDED_NODES)[number];
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Whether to look up what is there first. @default - only after a run that did not come to its end */
  readonly refresh?: boolean;
  /** Whether what holds data may be replaced or deleted. @default - it is asked */
  readonly allowDataLoss?: boolean;
}

/** `up`: tools, cluster, and a real `pulumi up` of the stack in it. */
export async function up(stack: string, options: UpOptions): Promise<void> {
  refuseOtherStack(stack);
  // For those who made a mistake in the options or in the file's form before anything else is waited for.
  platformFor(options);
  releaseOf(stack);
  await alone(async () => {
    await finishDown();
    const platform = platformFor(options);
    mkdirSync(SANDBOX, { recursive: true });
    rmSync(LOG, { force: true });
    await new Up(stack, platform, options).run();
  });
}

/** One run of the command: each step leaves what the next ones need. */
class Up {
  readonly #start = Date.now();
  readonly #checked = checkProgram();
  #tools?: Tools;
  #embedded?: Embedded;
  #images: readonly Packed[] = [];
  #recovered = false;
  /** What was done, or what a preview found to be done already. */
  #result?: Run;

  constructor(
    private readonly stack: string,
    private readonly platform: Platform,
    private readonly options: Pick<UpOptions, "refresh" | "allowDataLoss">,
  ) {}

  async run(): Promise<void> {
    const real = this.platform.nodes === "real";
    // Where nothing is yet, all is created: there is nothing to ask about.
    const known = hasResources(ENGINE, this.stack);
    await runSteps([
      { title: "Tools", run: (say) => this.#findTools(say) },
      { title: "Cluster", run: (say) => this.#startCluster(say) },
      { title: "Program", run: () => this.#awaitCheck() },
      ...(real ? [{ title: "Images", run: (say) => this.#packImages(say) } satisfies Step] : []),
      ...(known ? [{ title: "Preview", run: (say) => this.#preview(say) } satisfies Step] : []),
    ]);
    const differs = await this.#agreeOn(this.#result);
    if (differs) {
      await runSteps([{ title: `pulumi up of stack ${this.stack}`, run: (say) => this.#up(say) }]);
    }
    const namespace = String(readOutputs(ENGINE, this.stack).namespace);
    const { platform, stack } = this;
    const readiness = new Readiness({ tools: required(this.#tools), platform, stack, namespace });
    await runSteps(readiness.steps);
    await this.#sayResult(namespace, readiness, !known);
  }

  async #findTools(say: (line: string) => void): Promise<string> {
    this.#tools = await toolsFor(say);
    return `Tools: ${toolsText(this.#tools)}`;
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
    if (cluster.isNew) {
      // States name objects of a cluster that is gone. Written down, because this run may be killed before it has looked.
      for (const stack of stacksIn(ENGINE)) {
        new Unsettled(ENGINE, stack).set();
      }
    }
    await cluster.start(say);
    return `Cluster: embedded, with ${nodes} nodes`;
  }

  async #awaitCheck(): Promise<string> {
    await this.#checked;
    return "Program: it compiles";
  }

  #packImages(say: (line: string) => void): Promise<string> {
    const { registry, tools } = required(required(this.#embedded).images);
    this.#images = packImages([...localSpecs(), ...watchSpecs(tools)], registry, tools, say);
    return Promise.resolve(`Images: ${this.#images.length} packed`);
  }

  async #preview(say: (line: string) => void): Promise<string> {
    this.#result = await this.#engine("preview", say);
    return `Preview: ${changesText(this.#result)}`;
  }

  /**
   * Shows what a preview has found, and asks before data is lost.
   * @returns whether there is something to do
   */
  async #agreeOn(preview: Run | undefined): Promise<boolean> {
    if (preview === undefined) {
      return true;
    }
    if (preview.changes.length > 0) {
      console.log(`\n${[...changeList(preview.changes), ...noteLines(preview.warnings)].join("\n")}\n`);
      await demandAgreement(preview.changes, this.options.allowDataLoss === true);
    }
    return preview.changes.length > 0 || preview.outputChanges.length > 0;
  }

  async #up(say: (line: string) => void): Promise<string> {
    this.#result = await this.#engine("up", say);
    return `pulumi up: ${changesText(this.#result)}`;
  }

  #engine(operation: "preview" | "up", say: (line: string) => void): Promise<Run> {
    const [tools, options] = [required(this.#tools), { say, log: LOG }];
    return explained(tools, this.platform, async () => {
      const takeOver = operation === "preview";
      const workspace = await openLocal(tools, this.platform, { images: this.#images, takeOver });
      if (!this.#recovered) {
        await recover(workspace, options, this.options.refresh);
        this.#recovered = true;
      }
      const counted = this.#result && this.#result.changes.length + this.#result.same;
      return runEngine(workspace, operation, { ...options, expected: counted });
    });
  }

  async #sayResult(namespace: string, { workloads, text: ready }: Readiness, isNew: boolean): Promise<void> {
    const found = await lookAt(required(this.#tools), this.platform, namespace, workloads);
    const text = summary({ nodes: this.platform.nodes, found, entrance: this.#embedded?.entrance, hints: isNew });
    const seconds = Math.round((Date.now() - this.#start) / 1000);
    const changed = changesText(required(this.#result));
    console.log(`\n${text}\n\n${this.stack} is up after ${seconds} s: ${changed}.\n${ready}.`);
  }
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
