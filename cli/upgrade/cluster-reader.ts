import { UserError } from "../../engine/user-error";
import type { Kubectl } from "../kubectl";
import { KubectlError } from "../kubectl-error";
import type { ClusterState } from "./cluster-state";
import { type ApiRequests, apiRequestsOf } from "./deprecated-apis";
import type { DisruptionBudget, Lone } from "./drain-room";
import type { NodeVersion } from "./version-skew";

/** What the check looks at of all namespaces; the groups, because other groups have such kinds too. */
const KINDS = [
  "nodes",
  "pods",
  "deployments.apps",
  "statefulsets.apps",
  "daemonsets.apps",
  "poddisruptionbudgets.policy",
].join(",");

/** An object of one of these kinds, as `kubectl get -o json` shows it; only `metadata` and `spec` are always there. */
interface ClusterObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly ownerReferences?: readonly unknown[];
  };
  readonly spec: {
    readonly replicas?: number;
    readonly template?: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
  readonly status?: {
    readonly phase?: string;
    readonly nodeInfo?: { readonly kubeletVersion: string };
    readonly disruptionsAllowed?: number;
    readonly expectedPods?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
  };
}

/**
 * Reads all that the check needs of a cluster, and changes nothing.
 * @param version as `versionOf` read it
 * @throws {UserError} if the cluster does not answer, or does not let these credentials read
 */
export async function readCluster(kubectl: Kubectl, version: string): Promise<Omit<ClusterState, "server">> {
  const [found, requests] = await Promise.all([
    kubectl("get", KINDS, "--all-namespaces", "-o", "json"),
    requestsOf(kubectl),
  ]);
  const { items } = JSON.parse(found) as { readonly items: readonly ClusterObject[] };
  return {
    version,
    nodes: items.filter(({ kind }) => kind === "Node").map(nodeVersion),
    kubeProxy: kubeProxyOf(items),
    requests,
    disruptionBudgets: items.filter(({ kind }) => kind === "PodDisruptionBudget").map(disruptionBudget),
    lone: loneOf(items),
  };
}

/**
 * The control plane's version: `v1.35.4-eks-3abbec1`. Asked first, on its own: it tells whether the cluster can be reached.
 * @throws {UserError} if it can't, or if what answers is no Kubernetes
 */
export async function versionOf(kubectl: Kubectl, server: string): Promise<string> {
  const text = await kubectl("get", "--raw", "/version");
  const version = /"gitVersion":\s*"(v1\.\d+\.[^"]+)"/.exec(text)?.[1];
  if (version === undefined) {
    throw new UserError(`What answers at ${server} tells no version of Kubernetes; name another context.`);
  }
  return version;
}

function nodeVersion({ metadata, status }: ClusterObject): NodeVersion {
  return { name: metadata.name, kubelet: status?.nodeInfo?.kubeletVersion ?? "" };
}

/** Undefined where there is no such DaemonSet. */
function kubeProxyOf(items: readonly ClusterObject[]): string | undefined {
  const proxy = items.find(
    ({ kind, metadata: { name, namespace } }) =>
      kind === "DaemonSet" && namespace === "kube-system" && name === "kube-proxy",
  );
  const image = proxy?.spec.template?.spec.containers[0]?.image.split("@")[0];
  return image?.slice(image.lastIndexOf(":") + 1);
}

async function requestsOf(kubectl: Kubectl): Promise<ApiRequests> {
  try {
    return apiRequestsOf(await kubectl("get", "--raw", "/metrics"));
  } catch (error) {
    if (error instanceof KubectlError && error.failure === "Forbidden") {
      return { kind: "forbidden" };
    }
    throw error;
  }
}

function disruptionBudget({ metadata, status }: ClusterObject): DisruptionBudget {
  return {
    ...placed(metadata),
    allowed: status?.disruptionsAllowed ?? 0,
    expected: status?.expectedPods ?? 0,
    healthy: status?.currentHealthy ?? 0,
    desired: status?.desiredHealthy ?? 0,
  };
}

function loneOf(items: readonly ClusterObject[]): readonly Lone[] {
  const single = items.filter(
    ({ kind, spec }) => (kind === "Deployment" || kind === "StatefulSet") && spec.replicas === 1,
  );
  return [
    ...single.map(({ metadata }) => ({ ...placed(metadata), comesBack: true })),
    ...items.filter(isBare).map(({ metadata }) => ({ ...placed(metadata), comesBack: false })),
  ];
}

/** A pod that nothing makes anew, and that has not ended by itself. */
function isBare({ kind, metadata, status }: ClusterObject): boolean {
  return (
    kind === "Pod" &&
    (metadata.ownerReferences ?? []).length === 0 &&
    !["Succeeded", "Failed"].includes(status?.phase ?? "")
  );
}

function placed({ namespace = "", name }: ClusterObject["metadata"]): {
  readonly namespace: string;
  readonly name: string;
} {
  return { namespace, name };
}
