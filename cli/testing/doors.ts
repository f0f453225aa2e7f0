import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, type Door, DOORS } from "../../testing/connections";
import type { Clone } from "./clone";
import { type Host, inNetwork, nodesOf, type Pod, podsIn, runInNetwork } from "./hosts";

const PROGRAM = join(__dirname, "knock.js");

/** kube-router knows a pod 1.5 s after its start, on a machine that has little else to do. */
const COVERED_MS = 5_000;

/** What a line for syslog begins with. @see https://www.rfc-editor.org/rfc/rfc3164#section-4.1 */
const HEADER = "<14>Nov  5 09:07:03 test ";

/** A door somewhere. */
export interface Target extends Door {
  readonly address: string;
  /** What is said there over UDP; at port 53, the name that is asked for. @default - nothing */
  readonly message?: string;
}

/** The pods of an environment, with all doors held open: only a firewall can then refuse who comes. */
export class Doors {
  readonly #openers: ChildProcessByStdio<Writable, Readable, null>[] = [];

  private constructor(
    private readonly clone: Clone,
    readonly pods: readonly Pod[],
    readonly nodes: readonly Host[],
    private readonly extras: readonly string[],
  ) {}

  /** @param extras names of pods that are started beside those of the environment, each its own label `app` */
  static async open(clone: Clone, extras: readonly string[]): Promise<Doors> {
    await start(clone, extras);
    const doors = new Doors(clone, await podsIn(clone, "example"), await nodesOf(clone), extras);
    await Promise.all([sleep(COVERED_MS), ...doors.pods.map((pod) => doors.#open(pod))]);
    return doors;
  }

  /** Tries every connection between pods, but for pairs of one workload. @returns those that came about, in words */
  async connections(): Promise<readonly string[]> {
    let tried = 0;
    const all = this.pods.map(async (from) => {
      const others = this.pods.filter(({ app }) => app !== from.app);
      tried += others.length * DOORS.length;
      return (await this.through(from, others)).map(([to, at]) => connectionText(from, to, at));
    });
    const through = (await Promise.all(all)).flat().sort();
    console.log(`${tried} connections tried, ${through.length} came about`);
    return through;
  }

  /** The same of those that there are to be, between all pods of each two workloads. */
  texts(connections: readonly Connection[]): readonly string[] {
    const podsOf = (workload: string) => this.pods.filter(({ app }) => app === workload);
    return connections
      .flatMap(([from, to, at]) =>
        podsOf(from).flatMap((caller) => podsOf(to).map((called) => connectionText(caller, called, at))),
      )
      .sort();
  }

  /** Knocks at all doors of pods. @returns those that a host got through */
  async through(from: Host, pods: readonly Pod[]): Promise<readonly (readonly [Pod, Door])[]> {
    const tried = pods.flatMap((to) => DOORS.map((at) => [to, at] as const));
    const targets = tried.map(([to, at]) => ({ ...at, address: to.address, message: HEADER + words(from, to) }));
    const answered = await knock(from, targets);
    // rsyslog does not answer; it writes down what it is told.
    const log = await this.clone.kubectl("exec", "deployment/syslog", "-c", "syslog", "--", "cat", "/var/log/syslog");
    return tried.filter(
      ([to, { protocol }], index) => answered[index] === true || (protocol === "UDP" && log.includes(words(from, to))),
    );
  }

  async close(): Promise<void> {
    this.#openers.forEach((opener) => opener.stdin.end());
    await this.clone.kubectl("delete", "pods", "--now", ...this.extras);
  }

  /** Opens all doors but those at which the pod itself listens. */
  async #open(pod: Pod): Promise<void> {
    const args = inNetwork(pod, PROGRAM, "open", pod.address, JSON.stringify(DOORS));
    const opener = spawn("nsenter", args, { stdio: ["pipe", "pipe", "inherit"] });
    this.#openers.push(opener);
    const ended = once(opener, "exit").then(() => Promise.reject(new Error(`the doors of ${pod.name} do not open.`)));
    await Promise.race([once(opener.stdout, "data"), ended]);
  }
}

/** Knocks at doors from a host. @returns for each whether it got through */
export async function knock(from: Host, targets: readonly Target[]): Promise<readonly boolean[]> {
  return JSON.parse(await runInNetwork(from, PROGRAM, "try", JSON.stringify(targets))) as boolean[];
}

function connectionText(from: Pod, to: Pod, { port, protocol = "TCP" }: Door): string {
  return `${from.name} to ${to.name}: ${protocol} ${port}`;
}

function words(from: Host, to: Pod): string {
  return `doors: ${from.name} at ${to.name}\n`;
}

async function start(clone: Clone, names: readonly string[]): Promise<void> {
  const image = "-o=jsonpath={.spec.template.spec.containers[0].image}";
  const container = {
    name: "waits",
    image: await clone.kubectl("get", "deployment", "frontend", image),
    command: ["/usr/bin/node", "-e", "setInterval(() => undefined, 1_000)"],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  };
  const items = names.map((name) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name } },
    spec: {
      containers: [container],
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
    },
  }));
  const file = clone.path("extra-pods.json");
  writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  await clone.kubectl("apply", "-f", file);
  await clone.kubectl("wait", "pods", ...names, "--for=condition=Ready", "--timeout=120s");
}
