import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Children, Transformable } from "../base/children";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { refuse } from "../base/refusal";
import { AWS_DEPENDENCIES } from "../identity/pod-identity";
import { renderNetworkPolicy } from "../workload/network-policy";
import { checkTask, renderTaskPod, type Task } from "../workload/task";

/** What every such task is made of, beside what runs it. */
export const DATABASE_TASK = {
  "service-account": k8s.core.v1.ServiceAccount,
  "network-policy": k8s.networking.v1.NetworkPolicy,
};

export interface DatabaseTaskArgs extends Task {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
}

/**
 * A task for a database in RDS: it has an account of its own, for a role on AWS, and reaches the database and AWS. What runs
 * it, and when, its own class says.
 * @throws {ProblemsError} if the container is wrong, before the first child
 */
export abstract class DatabaseTask<C extends typeof DATABASE_TASK & Children> extends Component<C> {
  /** Of all that it is made of, and of its pods. */
  protected readonly labels: Readonly<Record<string, string>>;
  protected readonly pod: k8s.types.input.core.v1.PodSpec;

  protected constructor(
    type: `database:${string}`,
    name: string,
    children: C,
    args: DatabaseTaskArgs & Transformable<C>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    refuse(`task ${name}`, checkTask(args));
    super(type, name, children, args, opts);
    this.labels = { app: name, owner: args.owner, ...commonLabels(name, args.partOf) };
    const metadata = { name, namespace: args.namespace, labels: this.labels };
    // The compiler looks up no role in a type that is only known in part.
    const task = this as unknown as DatabaseTask<typeof DATABASE_TASK>;
    const account = task.make("service-account", { metadata, automountServiceAccountToken: false });
    task.make("network-policy", {
      metadata,
      spec: renderNetworkPolicy(
        { app: name },
        { callers: [], dependencies: [...args.dependencies, ...AWS_DEPENDENCIES] },
      ),
    });
    this.pod = renderTaskPod(args, account.metadata.name);
  }
}
