import { at, textAt, type JsonObject } from "../wire/json";
import type { Kind } from "./kinds";

/** Whether ConfigMaps and Secrets may be changed in place; the provider's options of these names. */
export interface Mutability {
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
}

const fields = (prefix: string, ...names: string[]): string[] => names.map((name) => `${prefix}.${name}`);

/** Of a Pod, the API server changes little more than images and tolerations; the official provider replaces for all. */
const POD = [
  ...fields("spec", "affinity", "automountServiceAccountToken", "dnsConfig", "dnsPolicy", "enableServiceLinks"),
  ...fields("spec", "hostAliases", "hostIPC", "hostNetwork", "hostPID", "hostname", "imagePullSecrets", "nodeName"),
  ...fields("spec", "nodeSelector", "overhead", "preemptionPolicy", "priority", "priorityClassName", "readinessGates"),
  ...fields("spec", "restartPolicy", "runtimeClassName", "schedulerName", "securityContext", "serviceAccount"),
  ...fields("spec", "serviceAccountName", "shareProcessNamespace", "subdomain", "terminationGracePeriodSeconds"),
  ...fields("spec", "volumes", "containers", "initContainers"),
];

/**
 * Fields whose change replaces the object, by `group/Kind`: the official provider's list
 * (pulumi/pulumi-kubernetes, provider/pkg/provider/diff.go).
 */
const OFFICIAL: Readonly<Record<string, readonly string[]>> = {
  "/PersistentVolumeClaim": fields("spec", "accessModes", "selector", "storageClassName", "volumeName"),
  "/Pod": POD,
  "/ResourceQuota": ["spec.scopes"],
  "/Secret": ["type"],
  "/Service": ["spec.clusterIP"],
  "apps/DaemonSet": ["spec.selector"],
  "apps/Deployment": ["spec.selector"],
  "apps/StatefulSet": fields(
    "spec",
    "podManagementPolicy",
    "revisionHistoryLimit",
    "selector",
    "serviceName",
    "volumeClaimTemplates",
  ),
  "batch/Job": fields("spec", "completions", "parallelism", "selector", "template"),
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
};

/** Fields that the official list leaves out though the API server refuses to change them: without these, an update fails. */
const REFUSED_BY_SERVER: Readonly<Record<string, readonly string[]>> = {
  "/PersistentVolumeClaim": fields("spec", "dataSource", "dataSourceRef", "volumeMode"),
  "batch/Job": ["spec.completionMode"],
  "networking.k8s.io/IngressClass": ["spec.controller"],
  "scheduling.k8s.io/PriorityClass": ["value", "preemptionPolicy"],
  "storage.k8s.io/StorageClass": ["reclaimPolicy", "volumeBindingMode"],
};

function contentFields(kind: Kind, inputs: JsonObject, mutability: Mutability): string[] {
  if (kind.group !== "") return [];
  const immutable = at(inputs, "immutable") === true;
  if (kind.kind === "ConfigMap" && (immutable || !mutability.enableConfigMapMutable)) return ["data", "binaryData"];
  if (kind.kind === "Secret" && (immutable || !mutability.enableSecretMutable)) return ["data", "stringData"];
  return [];
}

/** The fields of this object whose change replaces it. `inputs` are the new ones, as in the official provider. */
export function replacedFields(kind: Kind, inputs: JsonObject, mutability: Mutability): string[] {
  const key = `${kind.group}/${kind.kind}`;
  return [
    ...fields("metadata", "name", "namespace"),
    "kind",
    ...(OFFICIAL[key] ?? []),
    ...(REFUSED_BY_SERVER[key] ?? []),
    ...contentFields(kind, inputs, mutability),
  ];
}

/** Whether two versions of an object are of different groups: a new version of the same group is the same object. */
export function groupChanged(before: JsonObject, after: JsonObject): boolean {
  const group = (object: JsonObject): string => {
    const [first, second] = textAt(object, "apiVersion").split("/");
    return second === undefined || first === undefined ? "" : first;
  };
  return group(before) !== group(after);
}
