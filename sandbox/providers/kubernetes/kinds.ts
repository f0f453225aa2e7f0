/** What a Pulumi type token names: `kubernetes:apps/v1:Deployment`. */
export interface Kind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** As the API server writes it: `v1`, `apps/v1`. */
  readonly apiVersion: string;
  /** The plural in the URL and the scope; absent for a custom resource, whose definition says it. */
  readonly builtIn?: { readonly plural: string; readonly namespaced: boolean };
}

type Row = readonly [kind: string, plural: string];

/** The built-in kinds that this provider knows, by `group/version` of the token. */
const NAMESPACED: Readonly<Record<string, readonly Row[]>> = {
  "core/v1": [
    ["ConfigMap", "configmaps"],
    ["LimitRange", "limitranges"],
    ["PersistentVolumeClaim", "persistentvolumeclaims"],
    ["Pod", "pods"],
    ["ResourceQuota", "resourcequotas"],
    ["Secret", "secrets"],
    ["Service", "services"],
    ["ServiceAccount", "serviceaccounts"],
  ],
  "apps/v1": [
    ["DaemonSet", "daemonsets"],
    ["Deployment", "deployments"],
    ["StatefulSet", "statefulsets"],
  ],
  "autoscaling/v2": [["HorizontalPodAutoscaler", "horizontalpodautoscalers"]],
  "batch/v1": [
    ["CronJob", "cronjobs"],
    ["Job", "jobs"],
  ],
  "networking.k8s.io/v1": [
    ["Ingress", "ingresses"],
    ["NetworkPolicy", "networkpolicies"],
  ],
  "policy/v1": [["PodDisruptionBudget", "poddisruptionbudgets"]],
  "rbac.authorization.k8s.io/v1": [
    ["Role", "roles"],
    ["RoleBinding", "rolebindings"],
  ],
};

const CLUSTER_WIDE: Readonly<Record<string, readonly Row[]>> = {
  "core/v1": [["Namespace", "namespaces"]],
  "apiextensions.k8s.io/v1": [["CustomResourceDefinition", "customresourcedefinitions"]],
  "apiregistration.k8s.io/v1": [["APIService", "apiservices"]],
  "networking.k8s.io/v1": [["IngressClass", "ingressclasses"]],
  "rbac.authorization.k8s.io/v1": [
    ["ClusterRole", "clusterroles"],
    ["ClusterRoleBinding", "clusterrolebindings"],
  ],
  "scheduling.k8s.io/v1": [["PriorityClass", "priorityclasses"]],
  "storage.k8s.io/v1": [["StorageClass", "storageclasses"]],
};

/** Groups that the API server itself serves: a kind in them is built in, never a custom resource. */
const BUILT_IN_GROUPS = new Set([
  "core",
  "extensions",
  "apps",
  "autoscaling",
  "batch",
  "policy",
  ...["admissionregistration", "apiextensions", "apiregistration", "authentication", "authorization"].map(k8s),
  ...["certificates", "coordination", "discovery", "events", "flowcontrol.apiserver", "internal.apiserver"].map(k8s),
  ...["networking", "node", "rbac.authorization", "resource", "scheduling", "storage", "storagemigration"].map(k8s),
]);

/** Modules of the SDK that hold no Kubernetes kind but a way to make several. */
const NOT_A_KIND: Readonly<Record<string, string>> = {
  helm: "charts are not rendered here",
  yaml: "manifests are not parsed here",
  kustomize: "overlays are not built here",
};

const TOKEN = /^kubernetes:([^/:]+)\/([^/:]+):([^:]+)$/;

function k8s(name: string): string {
  return `${name}.k8s.io`;
}

function find(table: Readonly<Record<string, readonly Row[]>>, groupVersion: string, kind: string): Row | undefined {
  return table[groupVersion]?.find(([name]) => name === kind);
}

/** The tokens of all built-in kinds that are supported, sorted. */
export function supportedTokens(): string[] {
  return [NAMESPACED, CLUSTER_WIDE]
    .flatMap((table) => Object.entries(table))
    .flatMap(([groupVersion, rows]) => rows.map(([kind]) => `kubernetes:${groupVersion}:${kind}`))
    .sort();
}

/** Why a token is refused: what it is, what is supported, what to do. */
export function refusal(token: string, reason: string): string {
  return (
    `${token} is not supported by the stand-in Kubernetes provider: ${reason}. Supported: ` +
    `${supportedTokens().join(", ")}, and custom resources of any group. ` +
    "Use one of these, or install the official plugin with `pulumi plugin install resource kubernetes`."
  );
}

/**
 * Reads a type token.
 * @throws Error naming the token when it is no supported kind
 */
export function kindOf(token: string): Kind {
  const [, group, version, kind] = TOKEN.exec(token) ?? [];
  if (group === undefined || version === undefined || kind === undefined) {
    throw new Error(refusal(token, "it names no group, version and kind"));
  }
  const module = group.replace(/\.sh$/, "");
  const special = NOT_A_KIND[module];
  if (special !== undefined) throw new Error(refusal(token, special));

  const groupVersion = `${group}/${version}`;
  const apiVersion = group === "core" ? version : groupVersion;
  const common = { group: group === "core" ? "" : group, version, kind, apiVersion };
  const namespaced = find(NAMESPACED, groupVersion, kind);
  if (namespaced) return { ...common, builtIn: { plural: namespaced[1], namespaced: true } };
  const clusterWide = find(CLUSTER_WIDE, groupVersion, kind);
  if (clusterWide) return { ...common, builtIn: { plural: clusterWide[1], namespaced: false } };
  if (!BUILT_IN_GROUPS.has(group)) return common;
  if (kind.endsWith("Patch")) throw new Error(refusal(token, "patches of objects owned by others are not made here"));
  if (kind.endsWith("List")) throw new Error(refusal(token, "a list is not an object of its own"));
  throw new Error(refusal(token, "this kind is not in its list"));
}
