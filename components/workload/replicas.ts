import { isMoving, leastReplicas, type Scaling } from "./scaling";

/** For people, and for the engine: a number that gets another owner is a change of the Deployment, also where it is the same. */
const OWNER = "replicas-owner";

/** Selects Deployments whose number of pods an autoscaler moves, by their annotations. */
export const AUTOSCALED = `${OWNER}=autoscaler`;

/**
 * Takes fields from whoever has them.
 * @see https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources
 */
const FORCE = "pulumi.com/patchForce";

/** How a Deployment says how many pods it has. */
export interface DeclaredReplicas {
  readonly replicas: number;
  /** On the Deployment. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Option of the Deployment. */
  readonly ignoreChanges: readonly string[];
}

/**
 * The `replicas` of a Deployment. They are never left out: a field that an applied object leaves out is given up, and the
 * API server makes 1 pod of it until an autoscaler has looked, up to 15 s later.
 *
 * - Fixed: the Deployment's own.
 * - An autoscaler moves them: what a new Deployment begins with. Later the engine ignores the field, and so the plugin sends
 *   the number that is there while the Deployment has the field, and none once the autoscaler has it.
 * - An autoscaler without a choice: taken from the autoscaler, for the engine to wait until all these pods are ready.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 * @see https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/
 */
export function declaredReplicas(scaling: Scaling): DeclaredReplicas {
  const replicas = leastReplicas(scaling);
  if (isMoving(scaling)) {
    return { replicas, annotations: { [OWNER]: "autoscaler" }, ignoreChanges: ["spec.replicas"] };
  }
  return { replicas, annotations: scaling.kind === "hpa" ? { [FORCE]: "true" } : {}, ignoreChanges: [] };
}
