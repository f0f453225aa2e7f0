import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import type { Exposure } from "../ingress/exposure";
import type { Release } from "../rollout/release";
import type { Strategy } from "../rollout/strategy";
import type { Container, InitContainer } from "./container";
import type { Metrics } from "./metrics";
import type { NetworkAccess } from "./network-policy";
import type { Probes } from "./probes";
import type { Scaling } from "./scaling";
import type { SERVICE } from "./service-children";
import type { Shutdown } from "./shutdown";

/** The container that answers requests: it has a port, and its author knows when it is ready. */
export interface ServingContainer extends Container {
  readonly port: number;
  readonly probes: Probes;
}

export interface ServiceArgs extends Transformable<typeof SERVICE> {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
  readonly container: ServingContainer;
  /** Containers in the same pod. @default - none */
  readonly sidecars?: readonly Container[];
  /** Containers of the service's own image that run to their end, one after another, before the others start. @default - none */
  readonly initContainers?: readonly Omit<InitContainer, "image">[];
  /** Numeric id that the processes run as; root (0) is refused. */
  readonly user: number;
  readonly scaling: Scaling;
  /** Who connects to it, and what it connects to; nothing else is let through. */
  readonly network: NetworkAccess;
  /** The name other pods call it by, and the name of its port. The port is 80. */
  readonly address: { readonly name: string; readonly portName: string };
  /** @default - internal */
  readonly exposure?: Exposure;
  /** @default - rolling, 25 % unavailable and 25 % extra, as Kubernetes does */
  readonly strategy?: Strategy;
  /** @default - one version, in the first slot */
  readonly release?: Release;
  /** Seconds without a new pod getting ready after which a rollout has failed. @default 600, as Kubernetes does */
  readonly progressDeadlineSeconds?: number;
  /** @default - serves on for 15 s or longer after it was told to end, then has 25 s to finish */
  readonly shutdown?: Shutdown;
  /** @default - none: nobody is to scrape its pods */
  readonly metrics?: Metrics;
}
