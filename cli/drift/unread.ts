import type { Resource } from "../bootstrap/resource";
import { namedBy } from "./drift";

const KUBERNETES = "kubernetes:";

/** Nobody reads secrets to look for drift. */
const SECRET = "kubernetes:core/v1:Secret";

/**
 * Kinds that the role `preview` may view in a cluster of EKS, of those that the program makes: by AmazonEKSViewPolicy, which is
 * like Kubernetes' own role `view`. A Helm release is kept in Secrets.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html#access-policy-permissions-amazoneksviewpolicy
 */
const VIEWED_ON_EKS = [
  "apps/v1:DaemonSet",
  "apps/v1:Deployment",
  "apps/v1:StatefulSet",
  "autoscaling/v2:HorizontalPodAutoscaler",
  "batch/v1:CronJob",
  "batch/v1:Job",
  "core/v1:ConfigMap",
  "core/v1:LimitRange",
  "core/v1:Namespace",
  "core/v1:PersistentVolumeClaim",
  "core/v1:ResourceQuota",
  "core/v1:Service",
  "core/v1:ServiceAccount",
  "networking.k8s.io/v1:Ingress",
  "networking.k8s.io/v1:NetworkPolicy",
  "policy/v1:PodDisruptionBudget",
].map((kind) => `${KUBERNETES}${kind}`);

/** Where a cluster is. In one on this machine, the caller may read everything. */
export type Where = "here" | "eks";

/** Resources that are not looked up. */
export function unread(resources: readonly Resource[], where: Where): readonly Resource[] {
  return resources.filter(({ urn }) => {
    const { type } = namedBy(urn);
    return type === SECRET || (where === "eks" && type.startsWith(KUBERNETES) && !VIEWED_ON_EKS.includes(type));
  });
}
