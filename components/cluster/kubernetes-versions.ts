import type { Problem } from "../base/problems";
import type { SupportCalendar } from "../base/support";

/**
 * The Kubernetes versions that EKS has. At the end of standard support, a cluster that does not pay for more is brought to
 * the next version by AWS itself, on a day of its choice.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
export const EKS_CALENDAR = {
  "1.33": { released: "2025-05-29", standardUntil: "2026-07-29", extendedUntil: "2027-07-29" },
  "1.34": { released: "2025-10-02", standardUntil: "2026-12-02", extendedUntil: "2027-12-02" },
  "1.35": { released: "2026-01-27", standardUntil: "2027-03-27", extendedUntil: "2028-03-27" },
  "1.36": { released: "2026-06-02", standardUntil: "2027-08-02", extendedUntil: "2028-08-02" },
} as const satisfies SupportCalendar;

/** The 35 of `1.35` and of `v1.35.3-eksbuild.29`. */
export function kubernetesMinor(version: string): number {
  const minor = /^v?1\.(\d+)(\.|-|$)/.exec(version)?.[1];
  if (minor === undefined) {
    throw new Error(`"${version}" is no version of Kubernetes; use one such as "1.35".`);
  }
  return Number(minor);
}

/**
 * By how many minors kubelets and kube-proxy may be older than the API server; newer they may never be.
 * @see https://kubernetes.io/releases/version-skew-policy/
 */
export const MAY_LAG = 3;

/** Whether a kubelet or kube-proxy of a version can work with an API server of another. */
export function fitsKubernetes(version: string, kubernetes: string): boolean {
  const minor = kubernetesMinor(version);
  const newest = kubernetesMinor(kubernetes);
  return minor <= newest && minor >= newest - MAY_LAG;
}

/** Whether nodes of a version can be in a cluster of another. */
export function checkNodeVersion(kubernetes: string, nodes: string): readonly Problem[] {
  return fitsKubernetes(nodes, kubernetes)
    ? []
    : [
        {
          path: "eksNodes",
          message:
            `nodes with ${nodes} can't be in a cluster with ${kubernetes}: they may be no newer, and at most ${MAY_LAG} ` +
            `minors older; use "${kubernetes}", or the version before it while the cluster goes first.`,
        },
      ];
}

/**
 * Whether the Cluster Autoscaler is that of a cluster: it computes with a scheduler of its own version.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/README.md#releases
 */
export function checkAutoscalerVersion(kubernetes: string, autoscaler: string): readonly Problem[] {
  const minor = `1.${kubernetesMinor(autoscaler)}`;
  return minor === `1.${kubernetesMinor(kubernetes)}`
    ? []
    : [
        {
          path: "clusterAutoscaler",
          message:
            `the Cluster Autoscaler ${autoscaler} is made for Kubernetes ${minor}, and the cluster has ${kubernetes}; ` +
            `use one that starts with "${kubernetes}.", and raise both together.`,
        },
      ];
}

/** As EKS writes them. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_AddonVersionInfo.html */
const ADDON_VERSION = /^v\d+\.\d+\.\d+-eksbuild\.\d+$/;

/**
 * Whether add-ons fit a Kubernetes version, as far as their versions alone say so: kube-proxy's is Kubernetes' own. Of the
 * others only AWS knows (`aws eks describe-addon-versions`).
 */
export function checkAddonVersions(kubernetes: string, addons: Readonly<Record<string, string>>): readonly Problem[] {
  const misspelt = Object.entries(addons)
    .filter(([, version]) => !ADDON_VERSION.test(version))
    .map(([path, version]) => ({
      path,
      message: `"${version}" is no version of an add-on; use one such as "v1.13.2-eksbuild.31".`,
    }));
  const kubeProxy = addons["kube-proxy"];
  if (kubeProxy === undefined || !ADDON_VERSION.test(kubeProxy)) {
    return misspelt;
  }
  const unfit = {
    path: "kube-proxy",
    message:
      `${kubeProxy} does not fit Kubernetes ${kubernetes}: it may be no newer, and at most ${MAY_LAG} minors ` +
      `older; use one that starts with "v${kubernetes}." (aws eks describe-addon-versions --addon-name kube-proxy ` +
      `--kubernetes-version ${kubernetes}).`,
  };
  return fitsKubernetes(kubeProxy, kubernetes) ? misspelt : [...misspelt, unfit];
}
