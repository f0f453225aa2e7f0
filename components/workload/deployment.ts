import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Labels, selectorLabels, type Slot } from "../base/labels";
import { renderStrategy, type Strategy } from "../rollout/strategy";
import { type Container, type InitContainer, renderContainer, renderVolumes } from "./container";
import { type Metrics, scrapeAnnotations } from "./metrics";
import { declaredReplicas } from "./replicas";
import type { Scaling } from "./scaling";
import { podSecurity } from "./security";
import { renderDrain, type ShutdownTimes, shutdownTimeline } from "./shutdown";

/** Where tools look for why a version runs: `kubectl rollout history`. */
const CHANGE_CAUSE = "kubernetes.io/change-cause";

/** For people: `kubectl describe deployment`, and whoever reads what a change renders. */
const SHUTDOWN = "shutdown-timeline";

/** The Deployment of one slot of a service. */
export interface SlotDeployment {
  readonly metadata: { readonly name: string; readonly namespace: pulumi.Input<string>; readonly labels: Labels };
  readonly app: string;
  readonly slot: Slot;
  /** The one that serves first. */
  readonly containers: readonly [Container, ...Container[]];
  readonly initContainers: readonly InitContainer[];
  readonly scaling: Scaling;
  readonly strategy: Strategy;
  readonly progressDeadlineSeconds: number;
  readonly shutdown: ShutdownTimes;
  readonly metrics: Metrics | undefined;
  readonly cause: string | undefined;
  readonly user: number;
  readonly serviceAccountName: pulumi.Input<string>;
}

export function renderDeployment(args: SlotDeployment): types.input.apps.v1.Deployment {
  const { metadata, app, slot, containers, scaling, strategy, progressDeadlineSeconds, metrics, shutdown, cause } =
    args;
  const selector = selectorLabels(app, slot);
  const labels = { ...metadata.labels, ...selector, "app.kubernetes.io/version": containers[0].image.tag };
  const { replicas, annotations } = declaredReplicas(scaling);
  return {
    metadata: {
      ...metadata,
      labels,
      annotations: {
        [SHUTDOWN]: shutdownTimeline(shutdown).join("\n"),
        ...annotations,
        ...(cause !== undefined && { [CHANGE_CAUSE]: cause }),
      },
    },
    spec: {
      replicas,
      selector: { matchLabels: selector },
      strategy: renderStrategy(strategy),
      progressDeadlineSeconds,
      template: {
        metadata: { labels, ...(metrics && { annotations: scrapeAnnotations(metrics) }) },
        spec: renderPod(args, selector),
      },
    },
  };
}

function renderPod(args: SlotDeployment, selector: Labels): types.input.core.v1.PodSpec {
  const { containers, initContainers, shutdown, user, serviceAccountName } = args;
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurity(user),
    // Over nodes as well: a cluster may have one zone. Anti-affinity would say less, because it does not count.
    topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: selector },
      // Without it the pods of the old version count too, and the new ones are spread around them.
      matchLabelKeys: ["pod-template-hash"],
    })),
    terminationGracePeriodSeconds: shutdown.gracePeriodSeconds,
    ...(initContainers.length > 0 && { initContainers: initContainers.map(renderContainer) }),
    // A sidecar must not end while the container that needs it still serves.
    containers: containers.map((each) => ({ ...renderContainer(each), ...renderDrain(shutdown) })),
    volumes: renderVolumes([...containers, ...initContainers]),
  };
}
