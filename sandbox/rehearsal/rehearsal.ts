import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { endLeftovers } from "../../engine/pulumi/leftovers";
import { stateFile } from "../../engine/pulumi/state";
import { openWorkspace, type Workspace } from "../../engine/pulumi/workspace";
import type { Tools } from "../../engine/toolchain/tool";
import { Cluster } from "../control-plane/cluster";
import { simulatedNodes } from "../nodes/simulated";
import { Cloud } from "../providers/aws/cloud";
import { ChartRepositories } from "../providers/helm/chart-repositories";
import { recordingReleases, standIn } from "../providers/plugins";
import type { RecordingArgs } from "../rendering/recording";
import { ACCESS_POLICIES, ClusterAccess } from "./access";
import { RehearsedAccount } from "./account";

export interface RehearsalArgs {
  readonly stack: string;
  /** Where rehearsals of this stack keep all they make. */
  readonly folder: string;
  readonly tools: Tools;
  /** The stack of the account, whose program says what roles may do. @default - whoever runs it may do everything */
  readonly account?: RecordingArgs | undefined;
}

/** How a program is run. */
export interface OpenArgs {
  /** A clone: this one, or one of another commit. */
  readonly root: string;
  /** The name of the role that makes the calls of AWS. @default - whoever runs it may do everything */
  readonly role?: string | undefined;
  /** Settings that differ from the stack's file. @default - none: the file as it is */
  readonly overrides?: Readonly<Record<string, unknown>> | undefined;
}

/** A chart may bring webhooks. On simulated nodes no pod answers them, and an API server that asks refuses what follows. */
export const WITHOUT_WEBHOOKS = ["--disable-admission-plugins=MutatingAdmissionWebhook,ValidatingAdmissionWebhook"];

/** Namespaces that every cluster has. */
const OWN_NAMESPACES: ReadonlySet<string> = new Set(["default", "kube-node-lease", "kube-public", "kube-system"]);

/**
 * A cluster and a cloud that are there for one rehearsal: the cluster is embedded, the cloud is a folder that the
 * stand-ins for the AWS and EKS plugins keep.
 */
export class Rehearsal {
  /** Nothing of an earlier run is used again: what a killed one left behind, or still does, can't get in the way. */
  readonly folder: string;
  readonly cluster: Cluster;
  readonly #cloud: string;
  readonly #repositories: string;
  readonly #stack: string;
  readonly #tools: Tools;
  readonly #access: ClusterAccess;
  /** Says what roles may do. @default - whoever runs it may do everything */
  readonly account: RehearsedAccount | undefined;

  constructor({ stack, folder, tools, account }: RehearsalArgs) {
    this.folder = join(folder, `run-${randomBytes(4).toString("hex")}`);
    this.#cloud = join(this.folder, "cloud");
    this.#repositories = join(this.folder, "chart-repositories");
    this.#stack = stack;
    this.#tools = tools;
    this.account = account && new RehearsedAccount(account, join(this.folder, "account"));
    this.#access = new ClusterAccess(join(this.folder, "access"), new Cloud(this.#cloud));
    const nodes = { ...simulatedNodes(), apiServerArgs: [...WITHOUT_WEBHOOKS, ...this.#access.apiServerArgs] };
    this.cluster = new Cluster(join(this.folder, "cluster"), tools, nodes);
  }

  async start(say: (line: string) => void): Promise<void> {
    mkdirSync(this.#cloud, { recursive: true, mode: 0o700 });
    await this.#access.start();
    // At the same time: neither needs the other.
    await Promise.all([this.cluster.start(say), this.account?.create()]);
    const files = [join(__dirname, "disks.yaml"), ACCESS_POLICIES].flatMap((file) => ["-f", file]);
    await this.cluster.kubectl(["apply", "--server-side", ...files]);
  }

  /** The stack of a program, in this rehearsal's cluster and cloud. */
  open({ root, role, overrides = {} }: OpenArgs): Promise<Workspace> {
    return openWorkspace({
      root,
      folder: join(this.folder, "engine"),
      stack: this.#stack,
      pulumi: this.#tools.pulumi,
      plugins: {
        kubernetes: recordingReleases(this.#tools["pulumi-kubernetes"], this.#repositories),
        aws: standIn("aws"),
        eks: standIn("eks"),
      },
      programs: this.#access.programs,
      environment: {
        AWS_STAND_IN_CLOUD: this.#cloud,
        // It reaches no account, so it may be judged as of another day.
        THOUGHTS_TRIAL: "true",
        ...(role !== undefined && this.account?.variables(role)),
        ...(role !== undefined && this.#access.variables(this.account?.roleArn(role) ?? "")),
        EKS_STAND_IN_KUBECONFIG: this.cluster.kubeconfig,
        // The program gets its cluster from EKS; one that it found by itself would be a mistake.
        KUBECONFIG: "/dev/null",
        // The state is written at the end of a run only: nothing is carried on from a rehearsal that was killed, and writing
        // it after each of several hundred resources takes most of the engine's time.
        PULUMI_EXPERIMENTAL: "true",
        PULUMI_SKIP_CHECKPOINTS: "true",
      },
      overrides,
    });
  }

  /** What was taken as given: what the program does not make, and charts that could not be fetched. */
  assumed(): readonly string[] {
    const charts = new ChartRepositories(this.#repositories).unreachable();
    return [
      ...charts.map((url) => `what Helm charts of ${url} make (releases were recorded, not rendered)`),
      ...new Cloud(this.#cloud).assumed(),
    ];
  }

  /** What is there that the program made: in the cloud, in the cluster, in the engine's state. */
  async left(): Promise<readonly string[]> {
    const namespaces = (await this.cluster.kubectl(["get", "namespaces", "-o", "name"])).split("\n");
    const own = namespaces.filter((name) => !OWN_NAMESPACES.has(name.replace("namespace/", "")));
    return [
      ...new Cloud(this.#cloud).all().map(({ type, id }) => `${type} ${id}`),
      ...own,
      ...stateOf(this.folder, this.#stack),
    ];
  }

  async remove(): Promise<void> {
    this.#access.stop();
    endLeftovers(this.folder);
    await this.cluster.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Ends and removes what rehearsals left in a folder, kept or killed. */
export async function removeRehearsals(folder: string, tools: Tools): Promise<void> {
  const runs =
    existsSync(folder) && statSync(folder).isDirectory()
      ? readdirSync(folder).filter((entry) => entry.startsWith("run-"))
      : [];
  for (const run of runs.map((entry) => join(folder, entry))) {
    endLeftovers(run);
    await new Cluster(join(run, "cluster"), tools).remove();
    rmSync(run, { recursive: true, force: true });
  }
}

function stateOf(folder: string, stack: string): readonly string[] {
  const file = stateFile(join(folder, "engine", "state"), stack);
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint: { latest?: { resources?: readonly { readonly urn: string }[] } | null };
  };
  return (checkpoint.latest?.resources ?? []).map(({ urn }) => urn);
}
