import type { types } from "@pulumi/kubernetes";
import { type Problem, under } from "../base/problems";

/** How the kubelet asks. */
export type Check =
  | { readonly kind: "exec"; readonly command: readonly string[] }
  | { readonly kind: "http"; readonly path: `/${string}`; readonly port: number }
  | { readonly kind: "tcp"; readonly port: number };

/**
 * A probe of a container.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/probes/ for the defaults
 */
export interface Probe {
  readonly check: Check;
  /** @default 0 */
  readonly initialDelaySeconds?: number;
  /** @default 10 */
  readonly periodSeconds?: number;
  /** Failures in a row until the probe counts as failed. @default 3 */
  readonly failureThreshold?: number;
}

/**
 * The probes of a container. Readiness is required, because only the service's author knows when it can take requests;
 * without one a rolling update sends requests to pods that can't answer yet.
 */
export interface Probes {
  readonly readiness: Probe;
  /** @default - none: the container is restarted only when its process ends */
  readonly liveness?: Probe;
}

/** The fields that time a probe, each with the least that Kubernetes takes. */
const LEAST = { initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 1 } as const;

export function checkProbes(probes: Probes): readonly Problem[] {
  return (["readiness", "liveness"] as const).flatMap((kind) => {
    const probe = probes[kind];
    return probe === undefined ? [] : under(kind, checkTiming(probe));
  });
}

function checkTiming(probe: Probe): readonly Problem[] {
  return (Object.keys(LEAST) as (keyof typeof LEAST)[]).flatMap((path) => {
    const { [path]: given } = probe;
    return given === undefined || (Number.isInteger(given) && given >= LEAST[path])
      ? []
      : [{ path, message: `${given} is not allowed; write a whole number from ${LEAST[path]} on.` }];
  });
}

/** The probe as Kubernetes writes it. */
export function renderProbe({ check, ...timing }: Probe): types.input.core.v1.Probe {
  return { ...renderCheck(check), ...timing };
}

function renderCheck(check: Check): types.input.core.v1.Probe {
  switch (check.kind) {
    case "exec":
      return { exec: { command: [...check.command] } };
    case "http":
      return { httpGet: { path: check.path, port: check.port } };
    case "tcp":
      return { tcpSocket: { port: check.port } };
    default:
      return check satisfies never;
  }
}
