import { readOutputs } from "../../engine/pulumi/state";
import { UserError } from "../../engine/user-error";
import { strategyOf } from "../../infra/service-settings";
import type { ServiceName } from "../../infra/system";
import { type Change, withoutRollout } from "../../release/change";
import { GATE_SECONDS } from "../../release/gates";
import type { ServiceRelease } from "../../release/service-release";
import type { Services } from "../../release/promotion";
import { type Watched, watchedOf } from "../../release/watched";
import { ENGINE } from "../folders";
import { kubectlOf } from "../kubectl";
import type { NodeKind } from "../platform";
import { prometheusOf } from "../prometheus";
import { type Step, runSteps } from "../steps";
import { servicesScope } from "./scope";
import { LocalRun, type Say } from "./local-run";
import { saveChange } from "./place";
import { releaseOf, type ReleaseSettings, writeServiceReleases } from "./stack-file";
import { Traffic } from "./traffic";
import { Pods, podsText, watchPods } from "./watch";

/** A change of what services run, in an environment of this clone's cluster. */
export interface LocalReleaseArgs {
  /** `local`, or a demo in its cluster. */
  readonly stack: string;
  /** Whose release changes: one, or all that are in a set. */
  readonly members: readonly ServiceName[];
  readonly change: Change["kind"];
  readonly before: Services;
  readonly after: Services;
  /** Seconds for which the pods of the versions have to be well. @default - 60, or 10 where no container runs */
  readonly watchSeconds: number | undefined;
}

/** Prometheus has to have scraped the new pods some times to judge them; where no container runs, there is none. */
const DEFAULT_SECONDS: Readonly<Record<NodeKind, number>> = { simulated: 10, real: GATE_SECONDS, own: GATE_SECONDS };

/**
 * Brings a change in, or takes it back: it goes on only while the pods of the version are well, before and after. A set is
 * one change: one run of Pulumi, and all members go back if one is not well.
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
    const { members, change, before, after, watchSeconds } = this.args;
    const seconds = watchSeconds ?? DEFAULT_SECONDS[this.#run.platform.nodes];
    const goesOn = change === "advance" || change === "finish";
    await runSteps([
      ...this.#run.prepare([before, after].map((services) => this.#settings(services))),
      { title: "Preview", run: (say) => this.#run.preview(this.#settings(after), servicesScope(members), say) },
    ]);
    const steps: readonly Step[] = [
      ...(goesOn ? [{ title: "Look", run: (say) => this.#watchAll(before, 0, say) } satisfies Step] : []),
      { title: `pulumi up, ${members.join(" and ")} only`, run: (say) => this.#bringIn(after, say) },
      { title: "Watch", run: (say) => this.#watchAll(after, seconds, say) },
    ];
    try {
      await runSteps(steps);
    } catch (error) {
      throw change === "abort" || !(error instanceof UserError) ? error : await this.#goBack(error);
    }
  }

  #bringIn(services: Services, say: Say): Promise<string> {
    const { stack, members } = this.args;
    saveChange(stack, () => {
      writeServiceReleases(stack, members, services);
    });
    this.#applied = true;
    return this.#run.up(this.#settings(services), say);
  }

  /** Watches the pods of all members until something is wrong with one's. @throws {UserError} with all that is wrong */
  async #watchAll(services: Services, seconds: number, say: Say): Promise<string> {
    const failed = new AbortController();
    const looks = this.args.members.map(async (service) => {
      const look = await this.#watch(service, services[service], { seconds, stop: failed.signal }, say);
      if (look.wrong.length > 0) {
        failed.abort();
      }
      return look;
    });
    const found = await Promise.all(looks);
    const wrong = found.flatMap((look) => look.wrong);
    if (wrong.length > 0) {
      throw new UserError(wrong.join("\n"));
    }
    return found.map(({ text }) => text).join(", ");
  }

  async #watch(
    service: ServiceName,
    release: ServiceRelease,
    { seconds, stop }: { readonly seconds: number; readonly stop: AbortSignal },
    say: Say,
  ): Promise<{ readonly wrong: readonly string[]; readonly text: string }> {
    const { namespace } = readOutputs(ENGINE, this.args.stack);
    const pods = new Pods(this.#run.tools, this.#run.platform, String(namespace));
    const watched = watchedOf(service, release);
    const traffic = this.#traffic(service, watched, String(namespace));
    const { wrong, count, answers } = await watchPods({ service, watched, pods, traffic, seconds, stop }, say);
    const well = `${podsText(count)} of ${watched.tag} ${seconds === 0 ? "well" : `stayed well for ${seconds} s`}`;
    return { wrong, text: answers === undefined ? well : `${well}: ${answers}` };
  }

  #traffic(service: ServiceName, watched: Watched, namespace: string): Traffic | undefined {
    const { tools, platform } = this.#run;
    if (platform.nodes === "simulated") {
      return undefined;
    }
    return new Traffic(prometheusOf(kubectlOf(tools, platform, namespace), namespace), service, watched);
  }

  /** All members go back, also those that were well. @returns what to tell */
  async #goBack(why: UserError): Promise<UserError> {
    const { members, change, before } = this.args;
    // What blue-green has let go would be switched to before it is there again.
    const isBlueGreen = members.every((service) => strategyOf(service, before[service]).kind === "blueGreen");
    const stays = this.#applied && change === "finish" && isBlueGreen;
    const back = stays ? before : withoutRollouts(before, members);
    const tags = members.map((service) => back[service].tag).join(" and ");
    await runSteps([{ title: `Going back to ${tags}`, run: (say) => this.#bringIn(back, say) }]);
    const [first] = members;
    const phase = first === undefined ? undefined : before[first].rollout?.phase;
    return new UserError(
      `${members.join(" and ")} went back by ${members.length > 1 ? "themselves" : "itself"} to ` +
        `${stays ? `step ${phase ?? ""}` : tags}, because\n${why.message}`,
    );
  }

  #settings(services: Services): ReleaseSettings {
    const settings = releaseOf(this.args.stack);
    const own = this.args.members.map((service) => [service, services[service]] as const);
    return { ...settings, services: { ...settings.services, ...Object.fromEntries(own) } };
  }
}

function withoutRollouts(services: Services, members: readonly ServiceName[]): Services {
  const back = members.map((service) => [service, withoutRollout(services[service])] as const);
  return { ...services, ...Object.fromEntries(back) };
}
