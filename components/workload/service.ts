import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import { commonLabels, FIRST_SLOT, selectorLabels } from "../base/labels";
import { type Problem, refuse, under } from "../base/problems";
import { type Exposure, renderIngress, serviceType } from "../ingress/exposure";
import { ROLLING_DEFAULT, renderStrategy, type Strategy } from "../rollout/strategy";
import { checkContainer, checkUser, type Container, renderContainer, renderVolumes } from "./container";
import { type Metrics, scrapeAnnotations } from "./metrics";
import type { Probes } from "./probes";
import { checkScaling, declaredReplicas, mostReplicas, renderAutoscaler, type Scaling } from "./scaling";
import { podSecurity } from "./security";
import { checkShutdown, gracePeriod, renderDrain, type Shutdown } from "./shutdown";

/** The container that answers requests: it has a port, and its author knows when it is ready. */
export interface ServingContainer extends Container {
  readonly port: number;
  readonly probes: Probes;
}

export interface ServiceArgs {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
  readonly container: ServingContainer;
  /** Containers in the same pod. @default - none */
  readonly sidecars?: readonly Container[];
  /** Numeric id that the processes run as; root (0) is refused. */
  readonly user: number;
  readonly scaling: Scaling;
  /** @default - rolling, 25 % unavailable and 25 % extra, as Kubernetes does */
  readonly strategy?: Strategy;
  /** Seconds without a new pod getting ready after which a rollout has failed. @default 600, as Kubernetes does */
  readonly progressDeadlineSeconds?: number;
  /** @default - serves on for 15 s after it was told to end, then has 25 s to finish */
  readonly shutdown?: Shutdown;
  /** The name other pods call it by, and the name of its port. The port is 80. */
  readonly address: { readonly name: string; readonly portName: string };
  /** @default - internal */
  readonly exposure?: Exposure;
  /** @default - none: nobody is to scrape its pods */
  readonly metrics?: Metrics;
}

/** The port of every Service; what it forwards to is the container's own. */
const SERVICE_PORT = 80;

/** All that can be wrong with a service before anything exists. */
export function checkService(
  args: Pick<ServiceArgs, "container" | "sidecars" | "scaling" | "shutdown" | "user">,
): readonly Problem[] {
  const { container, sidecars = [], scaling, shutdown = {}, user } = args;
  const problems: Problem[] = [
    ...under("container", checkContainer(container)),
    ...sidecars.flatMap((sidecar) => under(`sidecars.${sidecar.name}`, checkContainer(sidecar))),
    ...under("scaling", checkScaling(scaling)),
    ...under("shutdown", checkShutdown(shutdown)),
    ...checkUser(user),
  ];
  const holder = sidecars.find(({ keepsDataInPod }) => keepsDataInPod);
  if (holder && (scaling.kind === "hpa" || mostReplicas(scaling) > 1)) {
    const given = scaling.kind === "hpa" ? "an autoscaler" : `${scaling.replicas} replicas`;
    problems.push({
      path: "scaling",
      message:
        `${given} with the sidecar ${holder.name}, which keeps its data in the pod: two pods would hold two ` +
        `diverging copies. Use { kind: "fixed", replicas: 1 }, or a database outside the pod.`,
    });
  }
  return problems;
}

/**
 * A stateless service: ServiceAccount, Deployment, Service, and as asked for an Ingress and an autoscaler.
 *
 * Pods run under the `restricted` Pod Security Standard, without an API token, spread over zones. The Deployment waits
 * for what `opts.dependsOn` names (the engine itself does not hand that down to a component's children).
 * @throws {ProblemsError} from {@link checkService}, before the first child
 */
export class Service extends Component {
  /** The address inside the cluster: `http://users-service`. */
  readonly url: string;
  /** The host it is reached at from outside. @default - undefined where it is internal */
  readonly host: string | undefined;
  readonly deploymentName: pulumi.Output<string>;
  readonly nodes: {
    readonly serviceAccount: k8s.core.v1.ServiceAccount;
    readonly deployment: k8s.apps.v1.Deployment;
    readonly service: k8s.core.v1.Service;
    readonly ingress: k8s.networking.v1.Ingress | undefined;
    readonly autoscaler: k8s.autoscaling.v2.HorizontalPodAutoscaler | undefined;
  };

  constructor(name: string, args: ServiceArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`service ${name}`, checkService(args));
    super("workload:Service", name, opts);

    const serviceAccount = this.#serviceAccount(name, args);
    const service = this.#service(name, args);
    const deployment = this.#deployment(name, args, serviceAccount, opts.dependsOn);
    const ingress = this.#ingress(name, args, service, deployment);
    const autoscaler = this.#autoscaler(name, args, deployment);

    this.url = `http://${args.address.name}`;
    this.host = args.exposure && args.exposure.kind !== "internal" ? args.exposure.host : undefined;
    this.deploymentName = deployment.metadata.name;
    this.nodes = { serviceAccount, deployment, service, ingress, autoscaler };
    this.registerOutputs({ url: this.url, host: this.host, deploymentName: this.deploymentName });
  }

  #metadata(name: string, args: ServiceArgs, physicalName: string) {
    return {
      name: physicalName,
      namespace: args.namespace,
      labels: { app: name, owner: args.owner, ...commonLabels(name, args.partOf) },
    };
  }

  #serviceAccount(name: string, args: ServiceArgs): k8s.core.v1.ServiceAccount {
    return new k8s.core.v1.ServiceAccount(
      this.child("account"),
      { metadata: this.#metadata(name, args, name), automountServiceAccountToken: false },
      this.childOptions(),
    );
  }

  #service(name: string, args: ServiceArgs): k8s.core.v1.Service {
    const { address, container, exposure = { kind: "internal" } } = args;
    const metadata = this.#metadata(name, args, address.name);
    return new k8s.core.v1.Service(
      this.child("service"),
      {
        metadata: {
          ...metadata,
          labels: { ...metadata.labels, app: address.name },
          // Its Deployment being ready already proves its endpoints; the provider would wait at least 10 s for them.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          type: serviceType(exposure),
          selector: { app: name },
          ports: [{ name: address.portName, port: SERVICE_PORT, targetPort: container.port, protocol: "TCP" }],
        },
      },
      this.childOptions(),
    );
  }

  #deployment(
    name: string,
    args: ServiceArgs,
    account: k8s.core.v1.ServiceAccount,
    dependsOn: pulumi.ComponentResourceOptions["dependsOn"],
  ): k8s.apps.v1.Deployment {
    const { container, sidecars = [], scaling, strategy = ROLLING_DEFAULT, shutdown = {} } = args;
    const containers = [container, ...sidecars];
    const metadata = this.#metadata(name, args, name);
    const selector = selectorLabels(name, FIRST_SLOT);
    const labels = { ...metadata.labels, ...selector, "app.kubernetes.io/version": container.image.tag };
    const replicas = declaredReplicas(scaling);
    return new k8s.apps.v1.Deployment(
      this.child("deployment"),
      {
        metadata: { ...metadata, labels },
        spec: {
          ...(replicas !== undefined && { replicas }),
          selector: { matchLabels: selector },
          strategy: renderStrategy(strategy),
          ...(args.progressDeadlineSeconds !== undefined && { progressDeadlineSeconds: args.progressDeadlineSeconds }),
          template: {
            metadata: { labels, ...(args.metrics && { annotations: scrapeAnnotations(args.metrics) }) },
            spec: {
              serviceAccountName: account.metadata.name,
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: podSecurity(args.user),
              topologySpreadConstraints: [
                {
                  maxSkew: 1,
                  topologyKey: "topology.kubernetes.io/zone",
                  whenUnsatisfiable: "ScheduleAnyway",
                  labelSelector: { matchLabels: selector },
                  // Without it the pods of the old version count too, and the new ones are spread around them.
                  matchLabelKeys: ["pod-template-hash"],
                },
              ],
              terminationGracePeriodSeconds: gracePeriod(shutdown),
              // A sidecar must not end while the container that needs it still serves.
              containers: containers.map((each) => ({ ...renderContainer(each), ...renderDrain(shutdown) })),
              volumes: renderVolumes(containers),
            },
          },
        },
      },
      this.childOptions({ ...(dependsOn && { dependsOn }) }),
    );
  }

  #ingress(
    name: string,
    args: ServiceArgs,
    service: k8s.core.v1.Service,
    deployment: k8s.apps.v1.Deployment,
  ): k8s.networking.v1.Ingress | undefined {
    const { exposure } = args;
    if (exposure === undefined || exposure.kind === "internal") {
      return undefined;
    }
    return new k8s.networking.v1.Ingress(
      this.child("ingress"),
      {
        metadata: this.#metadata(name, args, `${name}-ingress`),
        spec: renderIngress(exposure, args.address.name, SERVICE_PORT),
      },
      // Nobody is let in before somebody answers.
      this.childOptions({ dependsOn: [service, deployment] }),
    );
  }

  #autoscaler(
    name: string,
    args: ServiceArgs,
    deployment: k8s.apps.v1.Deployment,
  ): k8s.autoscaling.v2.HorizontalPodAutoscaler | undefined {
    if (args.scaling.kind !== "hpa") {
      return undefined;
    }
    return new k8s.autoscaling.v2.HorizontalPodAutoscaler(
      this.child("autoscaler"),
      { metadata: this.#metadata(name, args, name), spec: renderAutoscaler(name, args.scaling) },
      this.childOptions({ dependsOn: [deployment] }),
    );
  }
}
