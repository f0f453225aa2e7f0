import type { Tools } from "../engine/toolchain/tool";
import { UserError } from "../engine/user-error";
import { SERVICES } from "../infra/system";
import { addPeople } from "./first-data";
import { kubectlOf } from "./kubectl";
import type { Platform } from "./platform";
import { awaitRoutes } from "./routes";
import { localPlaces } from "./smoke/local";
import { smokeTest } from "./smoke/smoke";
import { countText, findingLines } from "./smoke/text";
import { versionsOf } from "./smoke/versions";
import type { Step } from "./steps";
import { urlsOf } from "./urls";
import { READY_MS, readyText, type Workload, Workloads } from "./workloads";

export interface ReadinessArgs {
  readonly tools: Tools;
  readonly platform: Platform;
  /** `local`, or a demo in its cluster. */
  readonly stack: string;
  readonly namespace: string;
}

/** What an environment must be before it is said to be up, once the engine has made it. */
export class Readiness {
  #workloads: readonly Workload[] = [];

  constructor(private readonly args: ReadinessArgs) {}

  /** Workloads are ready; where pods run, hosts are reached too, there are people to log in as, and services do their work. */
  get steps(): readonly Step[] {
    const workloads: Step = { title: "Workloads", run: (say) => this.#awaitWorkloads(say) };
    const hosts: Step = { title: "Hosts", run: () => this.#awaitHosts() };
    const people: Step = { title: "People", run: () => this.#addPeople() };
    const smoke: Step = { title: "Smoke tests", run: () => this.#smokeTest() };
    return this.args.platform.nodes === "real" ? [workloads, hosts, people, smoke] : [workloads];
  }

  /** As they were found last. */
  get workloads(): readonly Workload[] {
    return this.#workloads;
  }

  /** `10 of 11 workloads are ready` */
  get text(): string {
    return readyText(this.#workloads);
  }

  async #awaitWorkloads(say: (line: string) => void): Promise<string> {
    const { tools, platform, namespace, stack } = this.args;
    this.#workloads = await new Workloads(tools, platform, namespace, stack).ready(READY_MS[platform.nodes], say);
    return this.text;
  }

  async #awaitHosts(): Promise<string> {
    const { tools, platform, stack } = this.args;
    const hosts = Object.values(urlsOf(stack)).map((url) => new URL(url).hostname);
    await awaitRoutes(kubectlOf(tools, platform, "kube-system"), hosts);
    return `Hosts: ${hosts.length} are reached`;
  }

  async #addPeople(): Promise<string> {
    const { tools, platform, namespace } = this.args;
    await addPeople(tools, platform, namespace);
    return "People: bruce and stephen are there to log in as";
  }

  /** @throws {UserError} with what is not answered as it should be */
  async #smokeTest(): Promise<string> {
    const { tools, platform, namespace, stack } = this.args;
    const findings = await smokeTest(
      SERVICES,
      versionsOf(stack),
      await localPlaces(tools, platform, { stack, namespace }),
    );
    if (findings.some(({ problem }) => problem !== undefined)) {
      const lines = findingLines(findings).join("\n");
      throw new UserError(`${countText(findings)}:\n${lines}\nTest again: npx thoughts smoke ${stack}`);
    }
    return `Smoke tests: ${countText(findings)}`;
  }
}
