import { changesText } from "../../sandbox/engine/progress";
import { recover } from "../../sandbox/engine/recovery";
import { type Operation, type Run, runEngine } from "../../sandbox/engine/run";
import type { Packed } from "../../sandbox/images/pack";
import type { Tools } from "../../sandbox/toolchain/tool";
import { UserError } from "../../sandbox/user-error";
import { GATE_SECONDS } from "../../stacks/release/gates";
import { type ServiceName, type ServiceRelease, strategyOf } from "../../stacks/settings";
import { embedded, type Embedded } from "../embedded";
import { isUp, LOG } from "../folders";
import { localSpecs, packImages } from "../local-images";
import { openLocal } from "../local-workspace";
import { kubectlOf } from "../kubectl";
import { type NodeKind, type Platform, readPlatform } from "../platform";
import { prometheusOf } from "../prometheus";
import { type Step, runSteps } from "../steps";
import { toolsFor } from "../tools";
import { type Change, withoutRollout } from "./change";
import { refuseForeign } from "./foreign";
import { releaseOf, type ReleaseSettings, writeServiceRelease } from "./stack-file";
import { Traffic } from "./traffic";
import { Pods, type Watched, watchedOf, watchPods } from "./watch";

/** A change of one service's release in this clone's environment. */
export interface LocalReleaseArgs {
  readonly service: ServiceName;
  readonly change: Change["kind"];
  readonly before: ServiceRelease;
  readonly after: ServiceRelease;
  /** Seconds for which the pods of the version have to be well. @default - 60, or 10 where no container runs */
  readonly watchSeconds: number | undefined;
}

/** Prometheus has to have scraped the new pods some times to judge them; where no container runs, there is none. */
const DEFAULT_SECONDS: Readonly<Record<NodeKind, number>> = { simulated: 10, real: GATE_SECONDS, own: GATE_SECONDS };

type Say = (line: string) => void;

/** What must be up for a release. @throws {UserError} if it is not */
export function demandUp(): Platform {
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    throw new UserError("nothing is up in this clone, so there is nothing to release to; first: npm run up");
  }
  return platform;
}

/**
 * Brings a change in, or takes it back: it goes on only while the pods of the version are well, before and after.
 * The stack's file is written once a preview has shown that nothing else is touched.
 */
export class LocalRelease {
  readonly #platform = demandUp();
  #tools?: Tools;
  #embedded?: Embedded;
  #images: readonly Packed[] = [];
  /** Whether it was brought in, as a whole or in part. */
  #applied = false;

  constructor(private readonly args: LocalReleaseArgs) {}

  /** @throws {UserError} if it was refused, or taken back, with the reason */
  async run(): Promise<void> {
    const { service, change, before, after } = this.args;
    const real = this.#platform.nodes === "real";
    const goesOn = change === "advance" || change === "finish";
    await runSteps([
      { title: "Cluster", run: (say) => this.#findCluster(say) },
      ...(real ? [{ title: "Images", run: (say) => this.#packImages(say) } satisfies Step] : []),
      { title: "Preview", run: (say) => this.#preview(say) },
    ]);
    const steps: readonly Step[] = [
      ...(goesOn ? [{ title: "Look", run: (say) => this.#watch(before, 0, say) } satisfies Step] : []),
      { title: `pulumi up, ${service} only`, run: (say) => this.#bringIn(after, say) },
      {
        title: "Watch",
        run: (say) => this.#watch(after, this.args.watchSeconds ?? DEFAULT_SECONDS[this.#platform.nodes], say),
      },
    ];
    try {
      await runSteps(steps);
    } catch (error) {
      throw change === "abort" || !(error instanceof UserError) ? error : await this.#goBack(error);
    }
  }

  async #findCluster(say: Say): Promise<string> {
    this.#tools = await toolsFor(say);
    const { nodes, context } = this.#platform;
    if (nodes === "own") {
      return `Cluster: ${context}`;
    }
    this.#embedded = await embedded(nodes, this.#tools, say);
    const { ready } = await this.#embedded.cluster.status();
    if (!ready) {
      throw new UserError("the cluster does not answer; mend it first: npm run up");
    }
    return `Cluster: embedded, with ${nodes} nodes`;
  }

  #packImages(say: Say): Promise<string> {
    const images = this.#embedded?.images;
    if (images !== undefined) {
      const { before, after } = this.args;
      const specs = [before, after].flatMap((release) => localSpecs(this.#settings(release)));
      const once = [...new Map(specs.map((spec) => [`${spec.repository}:${spec.tag}`, spec])).values()];
      this.#images = packImages(once, images.registry, images.tools, say);
    }
    return Promise.resolve(`Images: ${this.#images.length} packed`);
  }

  async #preview(say: Say): Promise<string> {
    const run = await this.#engine("preview", this.args.after, say);
    refuseForeign(this.args.service, run.changes, "npm run up");
    return `Preview: nothing but ${this.args.service}, ${changesText(run)}`;
  }

  async #bringIn(release: ServiceRelease, say: Say): Promise<string> {
    writeServiceRelease("local", this.args.service, release);
    this.#applied = true;
    return `pulumi up: ${changesText(await this.#engine("up", release, say))}`;
  }

  async #engine(operation: Operation, release: ServiceRelease, say: Say): Promise<Run> {
    const workspace = await this.#open(release);
    await recover(workspace, say);
    return runEngine(workspace, operation, { say, log: LOG });
  }

  #open(release: ServiceRelease) {
    return openLocal(this.#foundTools, this.#platform, { images: this.#images, release: this.#settings(release) });
  }

  async #watch(release: ServiceRelease, seconds: number, say: Say): Promise<string> {
    const { service } = this.args;
    const outputs = await (await this.#open(release)).stack.outputs();
    const namespace = String(outputs.namespace?.value);
    const pods = new Pods(this.#foundTools, this.#platform, namespace);
    const watched = watchedOf(service, release);
    const traffic = this.#traffic(watched, namespace);
    const { wrong, count, answers } = await watchPods({ service, watched, pods, traffic, seconds }, say);
    if (wrong.length > 0) {
      throw new UserError(wrong.join("\n"));
    }
    const many = count === 1 ? "1 pod" : `${count} pods`;
    const well = `${many} of ${watched.tag} ${seconds === 0 ? "well" : `stayed well for ${seconds} s`}`;
    return answers === undefined ? well : `${well}: ${answers}`;
  }

  #traffic(watched: Watched, namespace: string): Traffic | undefined {
    const { nodes } = this.#platform;
    if (nodes === "simulated") {
      return undefined;
    }
    const ask = prometheusOf(kubectlOf(this.#foundTools, this.#platform, namespace), namespace);
    return new Traffic(ask, this.args.service, watched);
  }

  /** @returns what to tell */
  async #goBack(why: UserError): Promise<UserError> {
    const { service, change, before } = this.args;
    // What blue-green has let go would be switched to before it is there again.
    const stays = this.#applied && change === "finish" && strategyOf(service, before).kind === "blueGreen";
    const back = stays ? before : withoutRollout(before);
    await runSteps([{ title: `Going back to ${back.tag}`, run: (say) => this.#bringIn(back, say) }]);
    return new UserError(
      `${service} went back by itself to ${stays ? `phase ${before.rollout?.phase ?? ""}` : back.tag}, because\n${why.message}`,
    );
  }

  #settings(release: ServiceRelease): ReleaseSettings {
    const settings = releaseOf("local");
    return { ...settings, services: { ...settings.services, [this.args.service]: release } };
  }

  get #foundTools(): Tools {
    if (this.#tools === undefined) {
      throw new Error("an earlier step left nothing.");
    }
    return this.#tools;
  }
}
