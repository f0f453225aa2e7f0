import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ChildMaker } from "../base/child-maker";
import { each, optional, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { commonLabels, type Labels } from "../base/labels";
import { type Problem, under } from "../base/problems";
import { refuse } from "../base/refusal";
import type { VolumeSize } from "../database/postgres";
import type { Exposure } from "../ingress/exposure";
import { renderIngress } from "../ingress/routing";
import { checkContainer, checkUser, type Container, renderContainer, renderVolumes } from "../workload/container";
import { type NetworkAccess, type Peer, renderNetworkPolicy } from "../workload/network-policy";
import { Configuration, SecretBundle } from "../workload/configuration";
import { podSecurity } from "../workload/security";
import { AccountAccess, type ApiPermissions } from "./access";

const CHILDREN = {
  "service-account": k8s.core.v1.ServiceAccount,
  "network-policy": k8s.networking.v1.NetworkPolicy,
  service: k8s.core.v1.Service,
  deployment: optional(k8s.apps.v1.Deployment),
  "stateful-set": optional(k8s.apps.v1.StatefulSet),
  ingress: optional(k8s.networking.v1.Ingress),
  /** These are beside a tool and not below it: the first two are there before it. */
  configuration: each(Configuration, (topic) => topic),
  secrets: optional(SecretBundle),
  access: optional(AccountAccess),
};

/** What every tool is told by whoever runs it. */
export interface ToolEnvironment extends Transformable<typeof CHILDREN> {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
  /** Class of its volume, if it has one. @default - the cluster's default */
  readonly storageClassName?: pulumi.Input<string> | undefined;
  /** Who asks it for metrics. */
  readonly scraper: Peer;
  /** Its pods: none while its environment sleeps. @default 1 */
  readonly replicas?: 0 | 1;
}

/** How people reach a tool. A load balancer or Gateway is for services. */
export type ToolExposure = Extract<Exposure, { kind: "internal" | "ingress" }>;

/** What people see of a tool. */
export interface ToolEntrance {
  /** Of its Service. */
  readonly port: number;
  /** Of its pod. */
  readonly targetPort: number;
  /** What its pod speaks there. @default "http" */
  readonly protocol?: "http" | "https";
  readonly to: ToolExposure;
}

/** A port of a tool's Service. */
export interface ToolPort {
  readonly name: string;
  readonly port: number;
  /** @default - the same */
  readonly targetPort?: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

export interface ToolArgs extends Omit<ToolEnvironment, "scraper"> {
  readonly containers: readonly Container[];
  /** Containers that start before the others and end after them. @default - none */
  readonly watchers?: readonly Container[];
  /** Numeric id that the processes run as; root (0) is refused. */
  readonly user: number;
  /** The name it is called by, and its ports, the one that is meant without naming it first. */
  readonly address: { readonly name: string; readonly ports: readonly [ToolPort, ...ToolPort[]] };
  /** Which port people reach, and how. @default - none: for pods only */
  readonly exposure?: ToolEntrance;
  /** All its connections, but for those of people who reach it. */
  readonly network: NetworkAccess;
  /** The volume `data`, which outlives the pod. @default - none: what it knows is gone with the pod */
  readonly storage?: VolumeSize;
  /** What it asks the API server for. @default - nothing, and it has no token */
  readonly permissions?: ApiPermissions;
  /** Made what it reads, by {@link besideTool}. @default - it reads nothing */
  readonly beside?: ChildMaker<typeof CHILDREN>;
}

/** Makes what a tool reads: before it, since its containers name it, and beside it. */
export function besideTool(
  name: string,
  args: Transformable<typeof CHILDREN>,
  opts: pulumi.ComponentResourceOptions,
): ChildMaker<typeof CHILDREN> {
  return new ChildMaker(name, CHILDREN, args, (own) => ({ ...opts, ...own }));
}

/** Name of a tool's volume, as its containers mount it. */
export const DATA_VOLUME = "data";

export function checkTool({
  containers,
  watchers = [],
  user,
}: Pick<ToolArgs, "containers" | "watchers" | "user">): readonly Problem[] {
  return [
    ...checkUser(user),
    ...[...containers, ...watchers].flatMap((container) =>
      under(`containers.${container.name}`, checkContainer(container)),
    ),
  ];
}

/**
 * A program of others that watches over services: one pod, for people and for the services' sake. A Deployment, or a
 * StatefulSet where it keeps something; a Service, and as asked for an Ingress and rights in the cluster.
 *
 * One pod is enough: what it misses while it is replaced is seconds, and nobody who uses the system waits for it.
 * @throws {ProblemsError} from {@link checkTool}, before the first child
 */
export class Tool extends Component<typeof CHILDREN> {
  /** The address inside the namespace, of the port that is meant without naming it: `http://prometheus-service`. */
  readonly url: string;
  /** The host it is reached at from outside. @default - undefined where it is internal */
  readonly host: string | undefined;

  /** @param kind class of the tool: `Prometheus` */
  constructor(kind: string, name: string, args: ToolArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`tool ${name}`, checkTool(args));
    super(`observability:${kind}`, name, CHILDREN, args, opts);
    const { namespace, partOf, beside = besideTool(name, args, opts) } = args;
    const account = this.#account(name, args);
    const access =
      args.permissions && beside.make("access", { namespace, partOf, account, permissions: args.permissions });
    const service = this.#service(name, args);
    this.#networkPolicy(name, args);
    const dependsOn = [service, ...(access ? [access] : [])];
    const workload = this.#workload(name, args, account, dependsOn);
    this.#ingress(name, args, [service, workload]);
    this.url = urlOf(args);
    this.host = args.exposure && args.exposure.to.kind !== "internal" ? args.exposure.to.host : undefined;
    this.adopt(beside.nodes);
    this.registerOutputs({ url: this.url, host: this.host });
  }

  #metadata(name: string, args: ToolArgs, physicalName = name) {
    return { name: physicalName, namespace: args.namespace, labels: labelsOf(name, args) };
  }

  #account(name: string, args: ToolArgs): k8s.core.v1.ServiceAccount {
    return this.make("service-account", { metadata: this.#metadata(name, args), automountServiceAccountToken: false });
  }

  #service(name: string, args: ToolArgs): k8s.core.v1.Service {
    const { address } = args;
    return this.make("service", {
      metadata: {
        ...this.#metadata(name, args, address.name),
        // Its pod being ready already proves its endpoint.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        selector: { app: name },
        ports: address.ports.map(({ protocol = "TCP", targetPort, ...port }) => ({
          ...port,
          targetPort: targetPort ?? port.port,
          protocol,
        })),
      },
    });
  }

  #networkPolicy(name: string, args: ToolArgs): void {
    const { network, exposure } = args;
    const callers = [...network.callers, ...(exposure ? peopleOf(exposure) : [])];
    this.make("network-policy", {
      metadata: this.#metadata(name, args),
      spec: renderNetworkPolicy({ app: name }, { ...network, callers }),
    });
  }

  #workload(
    name: string,
    args: ToolArgs,
    account: k8s.core.v1.ServiceAccount,
    dependsOn: readonly pulumi.Resource[],
  ): k8s.apps.v1.Deployment | k8s.apps.v1.StatefulSet {
    const metadata = this.#metadata(name, args);
    const spec = {
      replicas: args.replicas ?? 1,
      selector: { matchLabels: { app: name } },
      template: podOf(name, args, account),
    };
    const options = { dependsOn: [...dependsOn] };
    if (args.storage === undefined) {
      return this.make("deployment", { metadata, spec }, options);
    }
    const claim = {
      metadata: { name: DATA_VOLUME, labels: { app: name } },
      spec: {
        accessModes: ["ReadWriteOnce"],
        ...(args.storageClassName !== undefined && { storageClassName: args.storageClassName }),
        resources: { requests: { storage: args.storage } },
      },
    };
    return this.make(
      "stateful-set",
      { metadata, spec: { ...spec, serviceName: args.address.name, volumeClaimTemplates: [claim] } },
      options,
    );
  }

  #ingress(name: string, args: ToolArgs, dependsOn: readonly pulumi.Resource[]): void {
    const { exposure, address } = args;
    if (exposure === undefined || exposure.to.kind === "internal") {
      return;
    }
    const { to, port, protocol = "http" } = exposure;
    const { annotations, spec } = renderIngress(to, { service: address.name, port, podProtocol: protocol });
    const metadata = this.#metadata(name, args, `${name}-ingress`);
    this.make("ingress", { metadata: { ...metadata, annotations }, spec }, { dependsOn: [...dependsOn] });
  }
}

function urlOf({ address: { name, ports }, exposure }: ToolArgs): string {
  const [{ port }] = ports;
  const protocol = (exposure?.port === port ? exposure.protocol : undefined) ?? "http";
  return `${protocol}://${name}${port === 80 ? "" : `:${port}`}`;
}

function peopleOf({ to, targetPort }: ToolEntrance): NetworkAccess["callers"] {
  const from: readonly Peer[] = to.kind === "internal" ? [] : (to.from ?? [{ kind: "anywhere" }]);
  return from.map((peer) => ({ from: peer, port: targetPort }));
}

function labelsOf(name: string, { owner, partOf }: ToolArgs): Labels {
  return { app: name, owner, ...commonLabels(name, partOf) };
}

function podOf(name: string, args: ToolArgs, account: k8s.core.v1.ServiceAccount): types.input.core.v1.PodTemplateSpec {
  const { containers, watchers = [], permissions } = args;
  return {
    metadata: { labels: labelsOf(name, args) },
    spec: {
      serviceAccountName: account.metadata.name,
      automountServiceAccountToken: permissions !== undefined,
      enableServiceLinks: false,
      securityContext: podSecurity(args.user),
      // A sidecar in Kubernetes' sense: an init container that runs on.
      ...(watchers.length > 0 && {
        initContainers: watchers.map((watcher) => ({ ...renderContainer(watcher), restartPolicy: "Always" })),
      }),
      containers: containers.map(renderContainer),
      volumes: renderVolumes([...containers, ...watchers]),
    },
  };
}
