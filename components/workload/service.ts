import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import { commonLabels, type Labels, selectorLabels, slotName, slotServiceName } from "../base/labels";
import { refuse } from "../base/refusal";
import { frontOf, hasTargetGroups, serviceType } from "../ingress/exposure";
import { renderHttpRoute, renderIngress, type Routing } from "../ingress/routing";
import type { PlannedSlot, RolloutPlan } from "../rollout/plan";
import { planRelease } from "../rollout/release";
import { longestRolloutSeconds, ROLLING_DEFAULT } from "../rollout/strategy";
import { renderDeployment } from "./deployment";
import { hasDisruptionBudget, renderDisruptionBudget } from "./disruption";
import { type Caller, type NetworkAccess, renderNetworkPolicy } from "./network-policy";
import { declaredReplicas } from "./replicas";
import { isMoving, mostReplicas, renderAutoscaler } from "./scaling";
import type { ServiceArgs } from "./service-args";
import { SERVICE } from "./service-children";
import { checkService } from "./service-check";
import { shutdownTimes } from "./shutdown";

/** The port of every Service; what it forwards to is the container's own. */
const SERVICE_PORT = 80;

/** Kubernetes' own. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds */
const PROGRESS_DEADLINE_SECONDS = 600;

/**
 * A stateless service: ServiceAccount, Service, NetworkPolicy, and for each version that runs a Deployment with its own
 * autoscaler and disruption times; as asked for an entrance from outside.
 *
 * Pods run under the `restricted` Pod Security Standard, without an API token, spread over zones and nodes. Deployments
 * wait for what `opts.dependsOn` names (the engine itself does not hand that down to a component's children).
 * @throws {ProblemsError} from {@link checkService}, before the first child
 */
export class Service extends Component<typeof SERVICE> {
  /** The address inside the cluster: `http://users-service`. */
  readonly url: string;
  /** The host it is reached at from outside. @default - undefined where it is internal */
  readonly host: string | undefined;
  /** The Deployment of its own slot. */
  readonly deploymentName: pulumi.Output<string>;

  readonly #name: string;
  readonly #args: ServiceArgs;

  constructor(name: string, args: ServiceArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`service ${name}`, checkService(args));
    super("workload:Service", name, SERVICE, args, opts);
    this.#name = name;
    this.#args = args;
    const plan = planRelease({ ...args, image: args.container.image });

    const account = this.#serviceAccount();
    this.#networkPolicy();
    const early = this.#isAfterItsPods(plan) ? undefined : this.#service(plan);
    const [own, ...others] = plan.slots;
    const first = this.#slot(own, account, { ...(opts.dependsOn && { dependsOn: opts.dependsOn }) });
    const before = [first, ...(early ? [early] : [])];
    const beside = others.map((other) => this.#slot(other, account, { dependsOn: before }));
    const deployments = [first, ...beside];
    const service = early ?? this.#service(plan, deployments);
    const bySlot = this.#slotServices(plan);
    const entrance = this.#entrance(plan, [service, ...bySlot, ...deployments]);
    this.#movingAutoscalers(plan, [service, ...deployments, ...entrance]);

    this.url = `http://${args.address.name}`;
    this.host = args.exposure && args.exposure.kind !== "internal" ? args.exposure.host : undefined;
    this.deploymentName = first.metadata.name;
    this.registerOutputs({ url: this.url, host: this.host, deploymentName: this.deploymentName });
  }

  #metadata(physicalName: string) {
    const { namespace, owner, partOf } = this.#args;
    const labels: Labels = { app: this.#name, owner, ...commonLabels(this.#name, partOf) };
    return { name: physicalName, namespace, labels };
  }

  #serviceAccount(): k8s.core.v1.ServiceAccount {
    return this.make("service-account", { metadata: this.#metadata(this.#name), automountServiceAccountToken: false });
  }

  #networkPolicy(): void {
    const { network, exposure, container } = this.#args;
    const outside: readonly Caller[] =
      exposure === undefined || exposure.kind === "internal"
        ? []
        : (exposure.from ?? [{ kind: "anywhere" }]).map((from) => ({ from, port: container.port }));
    const access: NetworkAccess = { ...network, callers: [...network.callers, ...outside] };
    this.make("network-policy", {
      metadata: this.#metadata(this.#name),
      spec: renderNetworkPolicy({ app: this.#name }, access),
    });
  }

  /**
   * Nobody is switched to pods before they are ready, also when one run brings in several steps of a blue-green release: the
   * Service comes last. While pods of another slot are not to get its requests, those come after the Service has let them out.
   */
  #isAfterItsPods({ selected }: RolloutPlan): boolean {
    const phase = this.#args.release?.rollout?.phase;
    return selected !== undefined && (phase === undefined || phase === "switched");
  }

  #service({ selected }: RolloutPlan, dependsOn: readonly pulumi.Resource[] = []): k8s.core.v1.Service {
    const selector = selected === undefined ? { app: this.#name } : selectorLabels(this.#name, selected);
    const type = serviceType(this.#args.exposure ?? { kind: "internal" });
    const object = this.#serviceObject(this.#args.address.name, { type, selector });
    return this.make("service", object, { dependsOn: [...dependsOn] });
  }

  /** Where the pods of one slot are reached: those that the Service does not select, for a look, or each, for a weight. */
  #slotServices({ slots: [, ...others], selected, weights }: RolloutPlan): readonly k8s.core.v1.Service[] {
    const reached = this.#bySlot() ? (weights ?? []) : selected === undefined ? [] : others;
    return reached.map(({ slot }) => {
      const spec = { type: "ClusterIP", selector: selectorLabels(this.#name, slot) } as const;
      return this.makeEach(
        "slot-service",
        slot,
        this.#serviceObject(slotServiceName(this.#args.address.name, slot), spec),
      );
    });
  }

  #bySlot(): boolean {
    return hasTargetGroups(this.#args.exposure ?? { kind: "internal" });
  }

  #serviceObject(
    physicalName: string,
    spec: { readonly type: "ClusterIP" | "NodePort"; readonly selector: Labels },
  ): k8s.core.v1.ServiceArgs {
    const { address, container } = this.#args;
    const metadata = this.#metadata(physicalName);
    return {
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, app: physicalName },
        // Its Deployment being ready already proves its endpoints; the provider would wait at least 10 s for them.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        ...spec,
        ports: [{ name: address.portName, port: SERVICE_PORT, targetPort: container.port, protocol: "TCP" }],
      },
    };
  }

  #slot(
    planned: PlannedSlot,
    account: k8s.core.v1.ServiceAccount,
    opts: Pick<pulumi.CustomResourceOptions, "dependsOn">,
  ): k8s.apps.v1.Deployment {
    // Held first: until then it would undo what the Deployment says.
    const held = isMoving(planned.scaling) ? [] : this.#autoscaler(planned, []);
    const deployment = this.#deployment(planned, account, pulumi.mergeOptions(opts, { dependsOn: [...held] }));
    this.#disruptionBudget(planned);
    return deployment;
  }

  #deployment(
    { slot, version, scaling }: PlannedSlot,
    account: k8s.core.v1.ServiceAccount,
    opts: Pick<pulumi.CustomResourceOptions, "dependsOn">,
  ): k8s.apps.v1.Deployment {
    const { container, sidecars = [], initContainers = [] } = this.#args;
    const { exposure = { kind: "internal" }, release, shutdown = {}, strategy = ROLLING_DEFAULT } = this.#args;
    const { progressDeadlineSeconds = PROGRESS_DEADLINE_SECONDS } = this.#args;
    const longest = `${longestRolloutSeconds(strategy, mostReplicas(scaling), progressDeadlineSeconds)}s`;
    const { ignoreChanges } = declaredReplicas(scaling);
    const next = version === "next" ? release?.rollout : undefined;
    const { tag, digest } = next?.next ?? container.image;
    const image = { ...container.image, tag, digest };
    return this.makeEach(
      "deployment",
      slot,
      renderDeployment({
        metadata: this.#metadata(slotName(this.#name, slot)),
        app: this.#name,
        slot,
        containers: [{ ...container, image }, ...sidecars],
        initContainers: initContainers.map((each) => ({ ...each, image })),
        scaling,
        strategy,
        progressDeadlineSeconds,
        shutdown: shutdownTimes(shutdown, frontOf(exposure)),
        metrics: this.#args.metrics,
        cause: next ? next.cause : release?.cause,
        user: this.#args.user,
        serviceAccountName: account.metadata.name,
      }),
      { ...opts, ignoreChanges: [...ignoreChanges], customTimeouts: { create: longest, update: longest } },
    );
  }

  /** Let loose last: an autoscaler that begins before requests come takes pods away from those that are to answer them. */
  #movingAutoscalers({ slots }: RolloutPlan, dependsOn: readonly pulumi.Resource[]): void {
    for (const planned of slots.filter(({ scaling }) => isMoving(scaling))) {
      this.#autoscaler(planned, dependsOn);
    }
  }

  /**
   * One that moves is another object than one that is held. What it begins with counts for as long as it may not take pods
   * away, and one that was held has seen for minutes how little there was to do.
   * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window
   * @returns none where the number is fixed
   */
  #autoscaler(
    { slot, scaling }: PlannedSlot,
    dependsOn: readonly pulumi.Resource[],
  ): readonly k8s.autoscaling.v2.HorizontalPodAutoscaler[] {
    if (scaling.kind === "fixed") {
      return [];
    }
    const deployment = slotName(this.#name, slot);
    const physicalName = isMoving(scaling) ? deployment : `${deployment}-held`;
    const object = { metadata: this.#metadata(physicalName), spec: renderAutoscaler(deployment, scaling) };
    return [this.makeEach("hpa", slot, object, { dependsOn: [...dependsOn], deleteBeforeReplace: true })];
  }

  #disruptionBudget({ slot, scaling }: PlannedSlot): void {
    if (hasDisruptionBudget(scaling)) {
      this.makeEach("pdb", slot, {
        metadata: this.#metadata(slotName(this.#name, slot)),
        spec: renderDisruptionBudget(selectorLabels(this.#name, slot)),
      });
    }
  }

  /** @returns what lets requests in from outside, if anything does */
  #entrance({ slots: [own], weights }: RolloutPlan, dependsOn: readonly pulumi.Resource[]): readonly pulumi.Resource[] {
    const { exposure, address } = this.#args;
    if (exposure === undefined || exposure.kind === "internal") {
      return [];
    }
    const routing: Routing = {
      service: address.name,
      port: SERVICE_PORT,
      weights: weights?.map(({ slot, percent }) => ({
        service: slot === own.slot && !this.#bySlot() ? address.name : slotServiceName(address.name, slot),
        percent,
      })),
    };
    // Nobody is let in before somebody answers.
    const opts = { dependsOn: [...dependsOn] };
    if (exposure.kind === "gateway") {
      const route = {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: this.#metadata(this.#name),
      };
      const spec = renderHttpRoute(exposure, routing);
      return [this.make("http-route", { ...route, spec }, opts)];
    }
    const { annotations, spec } = renderIngress(exposure, routing);
    const metadata = { ...this.#metadata(`${this.#name}-ingress`), annotations };
    return [this.make("ingress", { metadata, spec }, opts)];
  }
}
