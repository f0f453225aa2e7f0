import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import { commonLabels, FIRST_SLOT, type Labels, selectorLabels, type Slot, slotName } from "../base/labels";
import { refuse } from "../base/refusal";
import { frontOf, serviceType } from "../ingress/exposure";
import { renderHttpRoute, renderIngress, type Routing } from "../ingress/routing";
import type { PlannedSlot, RolloutPlan } from "../rollout/plan";
import { planRelease } from "../rollout/release";
import { longestRolloutSeconds, ROLLING_DEFAULT } from "../rollout/strategy";
import { renderDeployment } from "./deployment";
import { DISRUPTION_DEFAULT, hasBudget, renderBudget } from "./disruption";
import { type Caller, type NetworkAccess, renderNetworkPolicy } from "./network-policy";
import { mostReplicas, renderAutoscaler } from "./scaling";
import type { ServiceArgs } from "./service-args";
import { checkService } from "./service-check";
import { shutdownBudget } from "./shutdown";

/** The port of every Service; what it forwards to is the container's own. */
const SERVICE_PORT = 80;

/** Kubernetes' own. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds */
const PROGRESS_DEADLINE_SECONDS = 600;

/** What there is of one slot. */
interface SlotNodes {
  readonly deployment: k8s.apps.v1.Deployment;
  readonly autoscaler: k8s.autoscaling.v2.HorizontalPodAutoscaler | undefined;
  readonly budget: k8s.policy.v1.PodDisruptionBudget | undefined;
}

/** What lets requests in from outside. @default - undefined where it is internal */
type ServiceEntrance = k8s.networking.v1.Ingress | k8s.apiextensions.CustomResource | undefined;

/**
 * A stateless service: ServiceAccount, Service, NetworkPolicy, and for each version that runs a Deployment with its own
 * autoscaler and disruption budget; as asked for an entrance from outside.
 *
 * Pods run under the `restricted` Pod Security Standard, without an API token, spread over zones and nodes. Deployments
 * wait for what `opts.dependsOn` names (the engine itself does not hand that down to a component's children).
 * @throws {ProblemsError} from {@link checkService}, before the first child
 */
export class Service extends Component {
  /** The address inside the cluster: `http://users-service`. */
  readonly url: string;
  /** The host it is reached at from outside. @default - undefined where it is internal */
  readonly host: string | undefined;
  /** The Deployment of its own slot. */
  readonly deploymentName: pulumi.Output<string>;
  readonly nodes: {
    readonly serviceAccount: k8s.core.v1.ServiceAccount;
    readonly service: k8s.core.v1.Service;
    /** Services of slots that the Service itself does not select. */
    readonly candidates: readonly k8s.core.v1.Service[];
    readonly networkPolicy: k8s.networking.v1.NetworkPolicy;
    /** The service's own first. */
    readonly slots: readonly SlotNodes[];
    readonly entrance: ServiceEntrance;
  };

  readonly #name: string;
  readonly #args: ServiceArgs;

  constructor(name: string, args: ServiceArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`service ${name}`, checkService(args));
    super("workload:Service", name, opts);
    this.#name = name;
    this.#args = args;
    const plan = planRelease({ ...args, image: args.container.image });

    const serviceAccount = this.#serviceAccount();
    const networkPolicy = this.#networkPolicy();
    // Nobody is switched to pods before they are ready; in every other phase pods come to a Service that is there.
    const switched = args.release?.rollout?.phase === "switched";
    const early = switched ? undefined : this.#service(plan);
    const [own, ...others] = plan.slots;
    const first = this.#slot(own, serviceAccount, { ...(opts.dependsOn && { dependsOn: opts.dependsOn }) });
    const before = [first.deployment, ...(early ? [early] : [])];
    const beside = others.map((other) => this.#slot(other, serviceAccount, { dependsOn: before }));
    const slots = [first, ...beside];
    const deployments = slots.map(({ deployment }) => deployment);
    const service = early ?? this.#service(plan, deployments);
    const candidates = this.#candidateServices(plan);
    const entrance = this.#entrance(plan, [service, ...candidates, ...deployments]);

    this.url = `http://${args.address.name}`;
    this.host = args.exposure && args.exposure.kind !== "internal" ? args.exposure.host : undefined;
    this.deploymentName = first.deployment.metadata.name;
    this.nodes = { serviceAccount, service, candidates, networkPolicy, slots, entrance };
    this.registerOutputs({ url: this.url, host: this.host, deploymentName: this.deploymentName });
  }

  #metadata(physicalName: string) {
    const { namespace, owner, partOf } = this.#args;
    const labels: Labels = { app: this.#name, owner, ...commonLabels(this.#name, partOf) };
    return { name: physicalName, namespace, labels };
  }

  /** A child of one slot; the first one's is named as if there were no other. */
  #slotChild(role: string, slot: Slot): string {
    return this.child(slot === FIRST_SLOT ? role : `${role}-${slot}`);
  }

  #serviceAccount(): k8s.core.v1.ServiceAccount {
    return new k8s.core.v1.ServiceAccount(
      this.child("account"),
      { metadata: this.#metadata(this.#name), automountServiceAccountToken: false },
      this.childOptions(),
    );
  }

  #networkPolicy(): k8s.networking.v1.NetworkPolicy {
    const { network, exposure, container } = this.#args;
    const outside: readonly Caller[] =
      exposure === undefined || exposure.kind === "internal"
        ? []
        : (exposure.from ?? [{ kind: "anywhere" }]).map((from) => ({ from, port: container.port }));
    const access: NetworkAccess = { ...network, callers: [...network.callers, ...outside] };
    return new k8s.networking.v1.NetworkPolicy(
      this.child("network"),
      { metadata: this.#metadata(this.#name), spec: renderNetworkPolicy({ app: this.#name }, access) },
      this.childOptions(),
    );
  }

  #service({ selected }: RolloutPlan, dependsOn: readonly pulumi.Resource[] = []): k8s.core.v1.Service {
    const selector = selected === undefined ? { app: this.#name } : selectorLabels(this.#name, selected);
    const type = serviceType(this.#args.exposure ?? { kind: "internal" });
    return this.#serviceObject("service", this.#args.address.name, { type, selector }, { dependsOn: [...dependsOn] });
  }

  /** Where the pods of another slot are reached that the Service does not select: for a look, or for a weight. */
  #candidateServices({ slots: [, ...others], selected }: RolloutPlan): readonly k8s.core.v1.Service[] {
    return (selected === undefined ? [] : others).map(({ slot }) =>
      this.#serviceObject(`service-${slot}`, slotName(this.#args.address.name, slot), {
        type: "ClusterIP",
        selector: selectorLabels(this.#name, slot),
      }),
    );
  }

  #serviceObject(
    role: string,
    physicalName: string,
    spec: { readonly type: "ClusterIP" | "NodePort"; readonly selector: Labels },
    opts: pulumi.CustomResourceOptions = {},
  ): k8s.core.v1.Service {
    const { address, container } = this.#args;
    const metadata = this.#metadata(physicalName);
    return new k8s.core.v1.Service(
      this.child(role),
      {
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
      },
      this.childOptions(opts),
    );
  }

  #slot(
    planned: PlannedSlot,
    account: k8s.core.v1.ServiceAccount,
    opts: Pick<pulumi.CustomResourceOptions, "dependsOn">,
  ): SlotNodes {
    const deployment = this.#deployment(planned, account, opts);
    return { deployment, autoscaler: this.#autoscaler(planned, deployment), budget: this.#budget(planned) };
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
    const next = version === "next" ? release?.rollout : undefined;
    const { tag, digest } = next?.next ?? container.image;
    const image = { ...container.image, tag, digest };
    return new k8s.apps.v1.Deployment(
      this.#slotChild("deployment", slot),
      renderDeployment({
        metadata: this.#metadata(slotName(this.#name, slot)),
        app: this.#name,
        slot,
        containers: [{ ...container, image }, ...sidecars],
        initContainers: initContainers.map((each) => ({ ...each, image })),
        scaling,
        strategy,
        progressDeadlineSeconds,
        shutdown: shutdownBudget(shutdown, frontOf(exposure)),
        metrics: this.#args.metrics,
        cause: next ? next.cause : release?.cause,
        user: this.#args.user,
        serviceAccountName: account.metadata.name,
      }),
      this.childOptions({ ...opts, customTimeouts: { create: longest, update: longest } }),
    );
  }

  #autoscaler(
    { slot, scaling }: PlannedSlot,
    deployment: k8s.apps.v1.Deployment,
  ): k8s.autoscaling.v2.HorizontalPodAutoscaler | undefined {
    if (scaling.kind !== "hpa") {
      return undefined;
    }
    const physicalName = slotName(this.#name, slot);
    return new k8s.autoscaling.v2.HorizontalPodAutoscaler(
      this.#slotChild("autoscaler", slot),
      { metadata: this.#metadata(physicalName), spec: renderAutoscaler(physicalName, scaling) },
      this.childOptions({ dependsOn: [deployment] }),
    );
  }

  #budget({ slot, version, scaling }: PlannedSlot): k8s.policy.v1.PodDisruptionBudget | undefined {
    // A slot beside the service's own has another number of pods than the author thought of.
    const own = version === "current" ? this.#args.disruption : undefined;
    const disruption = own ?? DISRUPTION_DEFAULT;
    if (!hasBudget(disruption, scaling)) {
      return undefined;
    }
    return new k8s.policy.v1.PodDisruptionBudget(
      this.#slotChild("budget", slot),
      {
        metadata: this.#metadata(slotName(this.#name, slot)),
        spec: renderBudget(selectorLabels(this.#name, slot), disruption),
      },
      this.childOptions(),
    );
  }

  #entrance({ slots: [own], weights }: RolloutPlan, dependsOn: readonly pulumi.Resource[]): ServiceEntrance {
    const { exposure, address } = this.#args;
    if (exposure === undefined || exposure.kind === "internal") {
      return undefined;
    }
    const routing: Routing = {
      service: address.name,
      port: SERVICE_PORT,
      weights: weights?.map(({ slot, percent }) => ({
        service: slot === own.slot ? address.name : slotName(address.name, slot),
        percent,
      })),
    };
    // Nobody is let in before somebody answers.
    const opts = this.childOptions({ dependsOn: [...dependsOn] });
    if (exposure.kind === "gateway") {
      const route = {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: this.#metadata(this.#name),
      };
      const spec = renderHttpRoute(exposure, routing);
      return new k8s.apiextensions.CustomResource(this.child("route"), { ...route, spec }, opts);
    }
    const { annotations, spec } = renderIngress(exposure, routing);
    const metadata = {
      ...this.#metadata(`${this.#name}-ingress`),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    };
    return new k8s.networking.v1.Ingress(this.child("ingress"), { metadata, spec }, opts);
  }
}
