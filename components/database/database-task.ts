import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { refuse } from "../base/refusal";
import { type Dependency, renderNetworkPolicy } from "../workload/network-policy";
import { checkTask, renderTaskPod, type Task } from "../workload/task";

export interface DatabaseTaskArgs extends Task {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
}

/**
 * What a pod with a role asks: the agent on its node who it is, and AWS.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
const AWS_ACCESS: readonly Dependency[] = [
  { to: { kind: "addresses", cidr: "169.254.170.23/32" }, port: 80 },
  { to: { kind: "anywhere" }, port: 443 },
];

/**
 * A task for a database in RDS: it has an account of its own, for a role on AWS, and reaches the database and AWS. What runs
 * it, and when, its own class says.
 * @throws {ProblemsError} if the container is wrong, before the first child
 */
export abstract class DatabaseTask extends Component {
  /** Of all that it is made of, and of its pods. */
  protected readonly labels: Readonly<Record<string, string>>;
  protected readonly pod: k8s.types.input.core.v1.PodSpec;

  protected constructor(
    type: `database:${string}`,
    name: string,
    args: DatabaseTaskArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    refuse(`task ${name}`, checkTask(args));
    super(type, name, opts);
    this.labels = { app: name, owner: args.owner, ...commonLabels(name, args.partOf) };
    const metadata = { name, namespace: args.namespace, labels: this.labels };
    const account = new k8s.core.v1.ServiceAccount(
      this.child("account"),
      { metadata, automountServiceAccountToken: false },
      this.childOptions(),
    );
    new k8s.networking.v1.NetworkPolicy(
      this.child("network"),
      {
        metadata,
        spec: renderNetworkPolicy({ app: name }, { callers: [], dependencies: [...args.access, ...AWS_ACCESS] }),
      },
      this.childOptions(),
    );
    this.pod = renderTaskPod(args, account.metadata.name);
  }
}
