import type { V1Pod } from "@kubernetes/client-node";
import { UserError } from "../../engine/user-error";
import type { ClusterState } from "./cluster-state";
import type { Connection } from "./connection";
import { type ApiRequests, apiRequestsOf } from "./deprecated-apis";
import type { Budget, Lone } from "./drain-room";
import type { NodeVersion } from "./version-skew";

/**
 * Reads all that the check needs of a cluster, and changes nothing.
 * @param version as `versionOf` read it
 * @throws {UserError} if the cluster does not answer, or does not let these credentials read
 */
export async function readCluster(connection: Connection, version: string): Promise<ClusterState> {
  const [nodes, kubeProxy, requests, budgets, lone] = await Promise.all([
    nodesOf(connection),
    kubeProxyOf(connection),
    requestsOf(connection),
    budgetsOf(connection),
    loneOf(connection),
  ]);
  return { server: connection.server, version, nodes, kubeProxy, requests, budgets, lone };
}

/**
 * The control plane's version: `v1.35.4-eks-3abbec1`. Asked first, on its own: it tells whether the cluster can be reached.
 * @throws {UserError} if it can't, or if what answers is no Kubernetes
 */
export async function versionOf(connection: Connection): Promise<string> {
  const text = (await connection.get("/version")) ?? "";
  const version = /"gitVersion":\s*"(v1\.\d+\.[^"]+)"/.exec(text)?.[1];
  if (version === undefined) {
    throw new UserError(`What answers at ${connection.server} tells no version of Kubernetes; name another context.`);
  }
  return version;
}

async function nodesOf(connection: Connection): Promise<readonly NodeVersion[]> {
  const list = await connection.read("list nodes", ({ core }) => core.listNode());
  return (list?.items ?? []).map(({ metadata, status }) => ({
    name: metadata?.name ?? "",
    kubelet: status?.nodeInfo?.kubeletVersion ?? "",
  }));
}

async function kubeProxyOf(connection: Connection): Promise<string | undefined> {
  const proxy = await connection.read("get the DaemonSet kube-proxy", ({ apps }) =>
    apps.readNamespacedDaemonSet({ namespace: "kube-system", name: "kube-proxy" }),
  );
  const image = proxy?.spec?.template.spec?.containers[0]?.image?.split("@")[0];
  return image?.slice(image.lastIndexOf(":") + 1);
}

async function requestsOf(connection: Connection): Promise<ApiRequests> {
  const metrics = await connection.get("/metrics");
  return metrics === undefined ? { kind: "forbidden" } : apiRequestsOf(metrics);
}

async function budgetsOf(connection: Connection): Promise<readonly Budget[]> {
  const list = await connection.read("list PodDisruptionBudgets", ({ policy }) =>
    policy.listPodDisruptionBudgetForAllNamespaces(),
  );
  return (list?.items ?? []).map(({ metadata, status }) => ({
    namespace: metadata?.namespace ?? "",
    name: metadata?.name ?? "",
    allowed: status?.disruptionsAllowed ?? 0,
    expected: status?.expectedPods ?? 0,
    healthy: status?.currentHealthy ?? 0,
    desired: status?.desiredHealthy ?? 0,
  }));
}

async function loneOf(connection: Connection): Promise<readonly Lone[]> {
  const [deployments, sets, pods] = await Promise.all([
    connection.read("list Deployments", ({ apps }) => apps.listDeploymentForAllNamespaces()),
    connection.read("list StatefulSets", ({ apps }) => apps.listStatefulSetForAllNamespaces()),
    connection.read("list pods", ({ core }) => core.listPodForAllNamespaces()),
  ]);
  const single = [...(deployments?.items ?? []), ...(sets?.items ?? [])].filter(({ spec }) => spec?.replicas === 1);
  const bare = (pods?.items ?? []).filter(isBare);
  return [
    ...single.map(({ metadata }) => ({ ...placed(metadata), comesBack: true })),
    ...bare.map(({ metadata }) => ({ ...placed(metadata), comesBack: false })),
  ];
}

/** A pod that nothing makes anew, and that has not ended by itself. */
function isBare({ metadata, status }: V1Pod): boolean {
  return (metadata?.ownerReferences ?? []).length === 0 && !["Succeeded", "Failed"].includes(status?.phase ?? "");
}

function placed(metadata: V1Pod["metadata"]): { readonly namespace: string; readonly name: string } {
  return { namespace: metadata?.namespace ?? "", name: metadata?.name ?? "" };
}
