import { readOutputs } from "../../engine/pulumi/state";
import { UserError } from "../../engine/user-error";
import { strategyOf } from "../../infra/service-settings";
import type { ServiceName } from "../../infra/system";
import { type Change, withoutRollout } from "../../release/change";
import { GATE_SECONDS } from "../../release/gates";
import type { ServiceRelease } from "../../release/service-release";
import { type Watched, watchedOf } from "../../release/watched";
import { ENGINE } from "../folders";
import { kubectlOf } from "../kubectl";
import type { NodeKind } from "../platform";
import { prometheusOf } from "../prometheus";
import { type Step, runSteps } from "../steps";
import { serviceScope } from "./scope";
import { LocalRun, type Say } from "./local-run";
import { saveChange } from "./place";
import { releaseOf, type ReleaseSettings, writeServiceRelease } from "./stack-file";
import { Traffic } from "./traffic";
import { Pods, podsText, watchPods } from "./watch";

/** A change of one service's release, in an environment of this clone's cluster. */
export interface LocalReleaseArgs {
  /** `local`, or a demo in its cluster. */
  readonly stack: string;
  readonly service: ServiceName;
  readonly change: Change["kind"];
  readonly before: ServiceRelease;
  readonly after: ServiceRelease;
  /** Seconds for which the pods of the version have to be well. @default - 60, or 10 where no container runs */
  readonly watchSeconds: number | undefined;
}

/** Prometheus has to have scraped the new pods some times to judge them; where no container runs, there is none. */
const DEFAULT_SECONDS: Readonly<Record<NodeKind, number>> = { simulated: 10, real: GATE_SECONDS, own: GATE_SECONDS };

/**
 * Brings a change in, or takes it back: it goes on only while the pods of the version are well, before and after.
 * The stack's file is written once a preview has shown that nothing else is touched.
 */
export class LocalRelease {
  readonly #run: LocalRun;
  /** Whether it was brought in, as a whole or in part. */
  #applied = false;

  constructor(private readonly args: LocalReleaseArgs) {
    this.#run = new LocalRun(args.stack);
  }

  /** @throws {UserError} if it was refused, or taken back, with the reason */
  async run(): Promise<void> {
    const { service, change, before, after, watchSeconds } = this.args;
    const seconds = watchSeconds ?? DEFAULT_SECONDS[this.#run.platform.nodes];
    const goesOn = change === "advance" || change === "finish";
    await runSteps([
      ...this.#run.prepare([before, after].map((release) => this.#settings(release))),
      { title: "Preview", run: (say) => this.#run.preview(this.#settings(after), serviceScope(service), say) },
    ]);
    const steps: readonly Step[] = [
      ...(goesOn ? [{ title: "Look", run: (say) => this.#watch(before, 0, say) } satisfies Step] : []),
      { title: `pulumi up, ${service} only`, run: (say) => this.#bringIn(after, say) },
      { title: "Watch", run: (say) => this.#watch(after, seconds, say) },
    ];
    try {
      await runSteps(steps);
    } catch (error) {
      throw change === "abort" || !(error instanceof UserError) ? error : await this.#goBack(error);
    }
  }

  #bringIn(release: ServiceRelease, say: Say): Promise<string> {
    const { stack, service } = this.args;
    saveChange(stack, () => {
      writeServiceRelease(stack, service, release);
    });
    this.#applied = true;
    return this.#run.up(this.#settings(release), say);
  }

  async #watch(release: ServiceRelease, seconds: number, say: Say): Promise<string> {
    const { service } = this.args;
    const { namespace } = readOutputs(ENGINE, this.args.stack);
    const pods = new Pods(this.#run.tools, this.#run.platform, String(namespace));
    const watched = watchedOf(service, release);
    const traffic = this.#traffic(watched, String(namespace));
    const { wrong, count, answers } = await watchPods({ service, watched, pods, traffic, seconds }, say);
    if (wrong.length > 0) {
      throw new UserError(wrong.join("\n"));
    }
    const well = `${podsText(count)} of ${watched.tag} ${seconds === 0 ? "well" : `stayed well for ${seconds} s`}`;
    return answers === undefined ? well : `${well}: ${answers}`;
  }

  #traffic(watched: Watched, namespace: string): Traffic | undefined {
    const { tools, platform } = this.#run;
    if (platform.nodes === "simulated") {
      return undefined;
    }
    return new Traffic(prometheusOf(kubectlOf(tools, platform, namespace), namespace), this.args.service, watched);
  }

  /** @returns what to tell */
  async #goBack(why: UserError): Promise<UserError> {
    const { service, change, before } = this.args;
    // What blue-green has let go would be switched to before it is there again.
    const stays = this.#applied && change === "finish" && strategyOf(service, before).kind === "blueGreen";
    const back = stays ? before : withoutRollout(before);
    await runSteps([{ title: `Going back to ${back.tag}`, run: (say) => this.#bringIn(back, say) }]);
    return new UserError(
      `${service} went back by itself to ${stays ? `step ${before.rollout?.phase ?? ""}` : back.tag}, because\n${why.message}`,
    );
  }

  #settings(release: ServiceRelease): ReleaseSettings {
    const settings = releaseOf(this.args.stack);
    return { ...settings, services: { ...settings.services, [this.args.service]: release } };
  }
}
