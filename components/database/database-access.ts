import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import { contentName } from "../base/names";
import { refuse, under } from "../base/problems";
import { checkContainer, checkUser, type Container, renderContainer, renderVolumes } from "../workload/container";
import { type Dependency, renderNetworkPolicy } from "../workload/network-policy";
import { podSecurity } from "../workload/security";

export interface DatabaseAccessArgs {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
  /** The master's user name and password, in Secrets Manager. */
  readonly masterSecretArn: pulumi.Input<string>;
  /** What gives the service's user access; it gets the secret's ARN as `MASTER_SECRET_ARN`. */
  readonly container: Container;
  /** What the container takes its passwords from: a change of its name runs it again. */
  readonly credentials: pulumi.Input<string>;
  /** Where the server is, as a NetworkPolicy knows it. */
  readonly access: readonly Dependency[];
  /** Numeric id that it runs as; root (0) is refused. */
  readonly user: number;
}

/**
 * What it asks on AWS: the agent on its node who it is, and Secrets Manager for the password.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
const AWS: readonly Dependency[] = [
  { to: { kind: "addresses", cidr: "169.254.170.23/32" }, port: 80 },
  { to: { kind: "anywhere" }, port: 443 },
];

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
    refuse(`access ${name}`, [...under("container", checkContainer(args.container)), ...checkUser(args.user)]);
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
        spec: renderNetworkPolicy({ app: name }, { callers: [], dependencies: [...args.access, ...AWS] }),
      },
      this.childOptions(),
    );
    const job = new k8s.batch.v1.Job(
      this.child("job"),
      {
        metadata: { ...metadata, name: jobName(name, args) },
        spec: {
          backoffLimit: RETRIES,
          activeDeadlineSeconds: DEADLINE_SECONDS,
          template: {
            metadata: { labels: metadata.labels },
            spec: {
              restartPolicy: "Never",
              serviceAccountName: account.metadata.name,
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: podSecurity(args.user),
              containers: [this.#container(args)],
              volumes: renderVolumes([args.container]),
            },
          },
        },
      },
      this.childOptions({ dependsOn: opts.dependsOn ?? [] }),
    );
    this.nodes = { job };
    this.registerOutputs({ jobName: job.metadata.name });
  }

  #container({ container, masterSecretArn }: DatabaseAccessArgs) {
    const rendered = renderContainer(container);
    const variable = { name: "MASTER_SECRET_ARN", value: masterSecretArn };
    return { ...rendered, env: pulumi.output(rendered.env).apply((env) => [...(env ?? []), variable]) };
  }
}

/** Another content is another Job, and it runs; the same content has run. */
function jobName(name: string, { credentials, container, masterSecretArn }: DatabaseAccessArgs): pulumi.Output<string> {
  const { tag, digest = "" } = container.image;
  return pulumi
    .all([credentials, masterSecretArn])
    .apply(([secret, master]) => contentName(name, { secret, master, tag, digest }));
}
