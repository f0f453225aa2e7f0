import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { contentName } from "../base/names";
import type { Problem } from "../base/problems";
import { refuse } from "../base/refusal";
import type { InitContainer } from "../workload/container";
import { type Dependency, renderNetworkPolicy } from "../workload/network-policy";
import { checkTask, renderTaskPod, type Task } from "../workload/task";

const CHILDREN = {
  "network-policy": k8s.networking.v1.NetworkPolicy,
  job: k8s.batch.v1.Job,
};

export interface MigrationJobArgs extends Task, Transformable<typeof CHILDREN> {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
  /** What brings the schema up to date. It must do nothing if the schema is: it may run more than once. */
  readonly container: InitContainer;
  /** What it connects to: its database. */
  readonly dependencies: readonly Dependency[];
  /** The very server that it is for: for another one it runs again. @default - none: its data stay when it is replaced */
  readonly server?: pulumi.Input<string> | undefined;
  /** The migrations that the image brings, in their order. */
  readonly migrations: readonly string[];
  /** Raise it by one to run a failed one again; nothing else does. @default 1 */
  readonly attempt?: number;
}

/** How often a pod that failed is followed by another one: a database may be away for a moment. */
const RETRIES = 2;

/** A week, so that what a failure said can still be read after a weekend. */
const KEPT_SECONDS = 7 * 24 * 60 * 60;

/** After so long one that has not ended has failed. */
const DEADLINE_SECONDS = 600;

export function checkMigrationJob(args: Task & Pick<MigrationJobArgs, "migrations" | "attempt">): readonly Problem[] {
  const { migrations, attempt = 1 } = args;
  const problems = [...checkTask(args)];
  const twice = migrations.find((migration, index) => migrations.indexOf(migration) !== index);
  if (twice !== undefined) {
    problems.push({ path: "migrations", message: `"${twice}" is listed twice; each migration is applied once.` });
  }
  if (!Number.isInteger(attempt) || attempt < 1) {
    problems.push({ path: "attempt", message: `${attempt} is not allowed; use a whole number from 1.` });
  }
  return problems;
}

/**
 * Brings a database's schema up to date, once for each content: a Job named `<name>-<8 hex>` of what it runs, its
 * configuration and its migrations. The same content is the same Job and does not run again; another content is another
 * Job. What depends on this component waits until it is complete, and is not touched if it fails.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
 * @throws {ProblemsError} from {@link checkMigrationJob}, before the first child
 */
export class MigrationJob extends Component<typeof CHILDREN> {
  /** The physical name, with the hash. */
  readonly jobName: pulumi.Output<string>;

  constructor(name: string, args: MigrationJobArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`migration ${name}`, checkMigrationJob(args));
    super("migration:MigrationJob", name, CHILDREN, args, opts);
    const { migrations, attempt = 1, server } = args;
    const pod = renderTaskPod(args);
    const jobName = pulumi
      .all([pod, migrations, attempt, ...(server === undefined ? [] : [server])])
      .apply((content) => contentName(name, { content: JSON.stringify(content) }));
    const labels = { app: name, owner: args.owner, ...commonLabels(name, args.partOf) };
    this.make("network-policy", {
      metadata: { name, namespace: args.namespace, labels },
      spec: renderNetworkPolicy({ app: name }, { callers: [], dependencies: args.dependencies }),
    });
    const job = this.make(
      "job",
      {
        metadata: { name: jobName, namespace: args.namespace, labels },
        spec: {
          backoffLimit: RETRIES,
          activeDeadlineSeconds: DEADLINE_SECONDS,
          ttlSecondsAfterFinished: KEPT_SECONDS,
          template: { metadata: { labels }, spec: pod },
        },
      },
      {
        ...(opts.dependsOn && { dependsOn: opts.dependsOn }),
        // If the new Job fails, the old one would stay in the state as one to be deleted. The way back makes it again under
        // the same name, and that deletion would then take it away.
        deleteBeforeReplace: true,
      },
    );
    this.jobName = job.metadata.name;
    this.registerOutputs({ jobName: this.jobName });
  }
}
