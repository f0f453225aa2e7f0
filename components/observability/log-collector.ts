import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import type { LogRetentionDays } from "../base/log-retention";
import { refuse } from "../base/refusal";
import { AWS_DEPENDENCIES, PodIdentity } from "../identity/pod-identity";
import { Configuration } from "../workload/configuration";
import { configurationFiles, renderContainer, renderVolumes } from "../workload/container";
import type { Image } from "../workload/image";
import { scrapeAnnotations } from "../workload/metrics";
import { renderNetworkPolicy } from "../workload/network-policy";
import type { Resources } from "../workload/resources";
import { COLLECTOR_PROBES, METRICS_PORT } from "./collector";
import {
  COLLECTOR_STATE,
  type LogCollection,
  logCollectorConfiguration,
  POD_LOGS,
} from "./log-collector-configuration";
import { checkMaskedFields } from "./log-mask";

const CHILDREN = {
  "log-group": aws.cloudwatch.LogGroup,
  "log-stream": aws.cloudwatch.LogStream,
  identity: PodIdentity,
  namespace: k8s.core.v1.Namespace,
  "service-account": k8s.core.v1.ServiceAccount,
  config: Configuration,
  "network-policy": k8s.networking.v1.NetworkPolicy,
  role: k8s.rbac.v1.Role,
  "role-binding": k8s.rbac.v1.RoleBinding,
  "daemon-set": k8s.apps.v1.DaemonSet,
};

export interface LogCollectorArgs
  extends Transformable<typeof CHILDREN>, Pick<LogCollection, "region" | "attributes" | "maskedFields"> {
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
  readonly image: Image;
  readonly resources: Resources;
  /** Name of the log group. */
  readonly group: string;
  readonly retentionDays: LogRetentionDays;
  /** Key that the log group is encrypted with. */
  readonly keyArn: pulumi.Input<string>;
  /** Whether the engine refuses to delete the log group. */
  readonly protect: boolean;
  /** Its cluster, as EKS knows it. */
  readonly clusterName: pulumi.Input<string>;
  /** Who asks its pods for metrics, and looks for them: label `app` and ServiceAccount of this name in this namespace. */
  readonly scraper: { readonly namespace: string; readonly app: string };
}

const STREAM = "pods";
const CONFIG_FOLDER = "/etc/log-collector";
const CONFIG_FILE = "collector.yaml";

/**
 * Takes what all pods of a cluster write to CloudWatch Logs, by one collector on each node. Its pods read a folder of the
 * node, which no Pod Security Standard but `privileged` allows: they have a namespace of their own, and nothing else is in it.
 * They run as root, whom kubelet's files belong to, without any capability, and may write to their own folder alone.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 * @throws {ProblemsError} from {@link checkMaskedFields}, before the first child
 */
export class LogCollector extends Component<typeof CHILDREN> {
  /** Of its pods. */
  static readonly metricsPort = METRICS_PORT;

  readonly group: pulumi.Output<string>;

  /** @param opts with the `aws` and `kubernetes` providers */
  constructor(name: string, args: LogCollectorArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`log collector ${name}`, checkMaskedFields(args.maskedFields));
    super("observability:LogCollector", name, CHILDREN, args, opts);
    // The collector makes neither of them, so that nothing is kept for ever or without the key.
    const group = this.make(
      "log-group",
      { name: args.group, retentionInDays: args.retentionDays, kmsKeyId: args.keyArn },
      { protect: args.protect },
    );
    const stream = this.make("log-stream", { name: STREAM, logGroupName: group.name });
    const labels = { app: name, owner: args.owner, ...commonLabels(name, args.partOf) };
    const namespace = this.#namespace(name, labels, opts.dependsOn);
    const metadata = { name, namespace: namespace.metadata.name, labels };
    const inNamespace = { deletedWith: namespace };
    const identity = this.make("identity", {
      clusterName: args.clusterName,
      namespace: namespace.metadata.name,
      serviceAccount: name,
      // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html; the endpoint has no action of its own.
      statements: [
        {
          Effect: "Allow",
          Action: "logs:PutLogEvents",
          Resource: pulumi.interpolate`${group.arn}:log-stream:${STREAM}`,
        },
      ],
    });
    const account = this.make("service-account", { metadata, automountServiceAccountToken: false }, inNamespace);
    this.make("network-policy", { metadata, spec: this.#connections(name, args) }, inNamespace);
    this.#letScraperLook(metadata, args, inNamespace);
    const config = this.make(
      "config",
      {
        namespace: namespace.metadata.name,
        partOf: args.partOf,
        data: { [CONFIG_FILE]: this.#configuration(name, args) },
      },
      inNamespace,
    );
    this.make(
      "daemon-set",
      {
        metadata,
        spec: { selector: { matchLabels: { app: name } }, template: this.#pod(labels, args, account, config) },
      },
      { ...inNamespace, dependsOn: [identity, stream] },
    );
    this.group = group.name;
    this.registerOutputs({ group: this.group });
  }

  #namespace(
    name: string,
    labels: Readonly<Record<string, string>>,
    dependsOn: pulumi.ResourceOptions["dependsOn"] = [],
  ): k8s.core.v1.Namespace {
    const security = { "pod-security.kubernetes.io/enforce": "privileged" };
    return this.make("namespace", { metadata: { name, labels: { ...labels, name, ...security } } }, { dependsOn });
  }

  #connections(name: string, { scraper }: LogCollectorArgs): types.input.networking.v1.NetworkPolicySpec {
    const from = { kind: "pods", namespace: scraper.namespace, labels: { app: scraper.app } } as const;
    return renderNetworkPolicy(
      { app: name },
      { callers: [{ from, port: METRICS_PORT }], dependencies: AWS_DEPENDENCIES },
    );
  }

  #letScraperLook(
    metadata: types.input.meta.v1.ObjectMeta,
    { scraper }: LogCollectorArgs,
    opts: pulumi.CustomResourceOptions,
  ): void {
    const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }];
    const role = this.make("role", { metadata, rules }, opts);
    this.make(
      "role-binding",
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        subjects: [{ kind: "ServiceAccount", name: scraper.app, namespace: scraper.namespace }],
      },
      opts,
    );
  }

  /** Its own lines are left out: sending one would make the next. `kubectl logs` shows them. */
  #configuration(name: string, { region, attributes, maskedFields, group }: LogCollectorArgs): string {
    const collection = { region, attributes, maskedFields, logGroup: group, logStream: STREAM, leftOut: [name] };
    return stringify(logCollectorConfiguration(collection), { lineWidth: 0 });
  }

  #pod(
    labels: Readonly<Record<string, string>>,
    { image, resources }: LogCollectorArgs,
    account: k8s.core.v1.ServiceAccount,
    config: Configuration,
  ): types.input.core.v1.PodTemplateSpec {
    const container = {
      name: "collector",
      image,
      resources,
      user: 0,
      port: METRICS_PORT,
      args: [`--config=${CONFIG_FOLDER}/${CONFIG_FILE}`],
      probes: COLLECTOR_PROBES,
      mounts: [configurationFiles("config", CONFIG_FOLDER, config)],
    } as const;
    const rendered = renderContainer(container);
    const mounts = [
      { name: "pod-logs", mountPath: POD_LOGS, readOnly: true },
      { name: "state", mountPath: COLLECTOR_STATE },
    ];
    return {
      metadata: { labels, annotations: scrapeAnnotations({ port: METRICS_PORT, path: "/metrics" }) },
      spec: {
        serviceAccountName: account.metadata.name,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        // On every node, whatever it is kept free for, and before the pods whose lines it takes.
        tolerations: [{ operator: "Exists" }],
        priorityClassName: "system-node-critical",
        securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            ...rendered,
            env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
            volumeMounts: [...(rendered.volumeMounts as types.input.core.v1.VolumeMount[]), ...mounts],
          },
        ],
        volumes: [
          ...renderVolumes([container]),
          { name: "pod-logs", hostPath: { path: POD_LOGS, type: "Directory" } },
          { name: "state", hostPath: { path: COLLECTOR_STATE, type: "DirectoryOrCreate" } },
        ],
      },
    };
  }
}
