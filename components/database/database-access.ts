import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { contentName } from "../base/names";
import { refuse } from "../base/problems";
import type { InitContainer } from "../workload/container";
import { type Dependency, renderNetworkPolicy } from "../workload/network-policy";
import { checkTask, renderTaskPod, type Task } from "../workload/task";
import { AWS_ACCESS } from "./aws-access";

export interface DatabaseAccessArgs extends Task {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
  /** What gives the service's user access. A change of what it is told, such as of a Secret's name, runs it again. */
  readonly container: InitContainer;
  /** Where the server is, as a NetworkPolicy knows it. */
  readonly access: readonly Dependency[];
}

/** A server that was just made, or just took over, may not answer at first. */
const RETRIES = 4;
const DEADLINE_SECONDS = 600;

/**
 * Gives a service's user access to its database, before the service starts and whenever the user's password changes: a Job
 * that asks for the master's password itself, so that it is in no Secret of the cluster and in no state of the engine.
 * @throws {ProblemsError} if the container is wrong, before the first child
 */
export class DatabaseAccess extends Component {
  readonly nodes: { readonly job: k8s.batch.v1.Job };

  /** @param opts what it depends on, the Job waits for: the server, and the identity by which it may read the secret */
  constructor(name: string, args: DatabaseAccessArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`access ${name}`, checkTask(args));
    super("database:DatabaseAccess", name, opts);
    const metadata = {
      namespace: args.namespace,
      labels: { app: name, owner: args.owner, ...commonLabels(name, args.partOf) },
    };
    const account = new k8s.core.v1.ServiceAccount(
      this.child("account"),
      { metadata: { ...metadata, name }, automountServiceAccountToken: false },
      this.childOptions(),
    );
    new k8s.networking.v1.NetworkPolicy(
      this.child("network"),
      {
        metadata: { ...metadata, name },
        spec: renderNetworkPolicy({ app: name }, { callers: [], dependencies: [...args.access, ...AWS_ACCESS] }),
      },
      this.childOptions(),
    );
    const pod = renderTaskPod(args, account.metadata.name);
    const jobName = pulumi.output(pod).apply((content) => contentName(name, { content: JSON.stringify(content) }));
    const job = new k8s.batch.v1.Job(
      this.child("job"),
      {
        // Another content is another Job, and it runs; the same content has run.
        metadata: { ...metadata, name: jobName },
        spec: {
          backoffLimit: RETRIES,
          activeDeadlineSeconds: DEADLINE_SECONDS,
          template: { metadata: { labels: metadata.labels }, spec: pod },
        },
      },
      this.childOptions({ dependsOn: opts.dependsOn ?? [] }),
    );
    this.nodes = { job };
    this.registerOutputs({ jobName: job.metadata.name });
  }
}
