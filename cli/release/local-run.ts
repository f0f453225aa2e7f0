import { rmSync } from "node:fs";
import { changesText } from "../../engine/pulumi/progress";
import { recover } from "../../engine/pulumi/recovery";
import { type Operation, type Run, runEngine } from "../../engine/pulumi/run";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import type { Packed } from "../../sandbox/images/pack";
import type { ImageSpec } from "../../sandbox/images/spec";
import { embedded, type Embedded } from "../embedded";
import { explained } from "../failures/explained";
import { isUp, logOf } from "../folders";
import { localSpecs, packImages } from "../local-images";
import { type LocalArgs, openLocal } from "../local-workspace";
import { type Platform, readPlatform } from "../platform";
import { required, type Step } from "../steps";
import { toolsFor } from "../tools";
import { checkProgram } from "../type-check";
import { bringInLine } from "./place";
import { refuseOutOfScope, type Scope } from "./scope";
import type { ReleaseSettings } from "./stack-file";

export type Say = (line: string) => void;

/** What must be up for a change. @throws {UserError} if it is not */
function demandUp(): Platform {
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    throw new UserError("nothing is up in this clone; bring the environment up first: npm run up");
  }
  return platform;
}

/** The environment of this clone, and Pulumi's runs that change what its release says. */
export class LocalRun {
  readonly platform = demandUp();
  readonly #checked = checkProgram();
  #tools?: Tools;
  #embedded?: Embedded;
  #images: readonly Packed[] = [];

  /** @param stack `local`, or a demo in its cluster */
  constructor(readonly stack = "local") {}

  /** What comes first: the cluster, and the images of every release that may be run. */
  prepare(releases: readonly ReleaseSettings[]): readonly Step[] {
    return [this.find(), ...this.images(releases)];
  }

  /** What packs the images of every release that may be run; nothing where no container runs. */
  images(releases: readonly ReleaseSettings[]): readonly Step[] {
    const images: Step = { title: "Images", run: (say) => this.#packImages(releases, say) };
    return this.platform.nodes === "real" ? [images] : [];
  }

  /** The cluster alone, for what runs no image. */
  find(): Step {
    return { title: "Cluster", run: (say) => this.#findCluster(say) };
  }

  /** What `up` would change. */
  look(release: ReleaseSettings, say: Say): Promise<Run> {
    return this.#engine("preview", { release, takeOver: true }, say);
  }

  /** @throws {UserError} if it would change anything that is not in the scope */
  async preview(release: ReleaseSettings, scope: Scope, say: Say): Promise<string> {
    const run = await this.#engine("preview", { release }, say);
    refuseOutOfScope(scope, run.changes, bringInLine(this.stack));
    return `Preview: nothing but ${scope.own}, ${changesText(run)}`;
  }

  async up(release: ReleaseSettings, say: Say): Promise<string> {
    return `pulumi up: ${changesText(await this.#engine("up", { release }, say))}`;
  }

  async destroy(say: Say): Promise<string> {
    return `pulumi destroy: ${changesText(await this.#engine("destroy", {}, say))}`;
  }

  get tools(): Tools {
    return required(this.#tools);
  }

  async #findCluster(say: Say): Promise<string> {
    rmSync(logOf(this.stack), { force: true });
    this.#tools = await toolsFor(say);
    const { nodes, context } = this.platform;
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

  #packImages(releases: readonly ReleaseSettings[], say: Say): Promise<string> {
    const images = this.#embedded?.images;
    if (images !== undefined) {
      const specs = releases.flatMap((release) => localSpecs(release).filter((spec) => !isPinned(release, spec)));
      const once = [...new Map(specs.map((spec) => [`${spec.repository}:${spec.tag}`, spec])).values()];
      this.#images = packImages(once, images.registry, images.tools, say);
    }
    return Promise.resolve(`Images: ${this.#images.length} packed`);
  }

  async #engine(operation: Operation, args: LocalArgs, say: Say): Promise<Run> {
    await this.#checked;
    const workspace = await openLocal(this.tools, this.platform, { ...args, stack: this.stack, images: this.#images });
    const options = { say, log: logOf(this.stack) };
    const run = async () => {
      await recover(workspace, options);
      return runEngine(workspace, operation, options);
    };
    return explained(this.tools, this.platform, run, this.stack);
  }
}

/** Whether the release says which content a version is: then it is in the registry, and nothing else is to take its tag. */
function isPinned({ services }: ReleaseSettings, { service, tag }: ImageSpec): boolean {
  const versions = Object.entries(services).flatMap(([name, release]) =>
    name === service ? [release, ...(release.rollout === undefined ? [] : [release.rollout.next])] : [],
  );
  return versions.some((version) => version.tag === tag && version.digest !== undefined);
}
