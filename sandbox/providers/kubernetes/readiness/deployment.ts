import { at, numberAt, textAt, type JsonObject } from "../../wire/json";
import { explainPods } from "./pods";
import { condition, conditionText, failed, READY, waiting, type Readiness, type Verdict } from "./verdict";

/** Whether a controller has seen the object as it is now; what it says before that is about the past. */
export function observed(live: JsonObject): boolean {
  return numberAt(live, 0, "status", "observedGeneration") >= numberAt(live, 0, "metadata", "generation");
}

function judge(live: JsonObject): Verdict {
  // A paused Deployment makes no progress until someone resumes it.
  if (at(live, "spec", "paused") === true) return READY;
  if (!observed(live)) return waiting("the rollout has not started");
  const progressing = condition(live, "Progressing");
  if (textAt(progressing, "reason") === "ProgressDeadlineExceeded" && progressing) {
    return failed(conditionText(progressing));
  }
  const desired = numberAt(live, 1, "spec", "replicas");
  const updated = numberAt(live, 0, "status", "updatedReplicas");
  const total = numberAt(live, 0, "status", "replicas");
  const available = numberAt(live, 0, "status", "availableReplicas");
  if (updated < desired) return waiting(`${updated} of ${desired} replicas updated`);
  if (total > updated) return waiting(`${total - updated} old replicas still running`);
  if (available < updated) return waiting(`${available} of ${updated} updated replicas available`);
  return READY;
}

/** As `kubectl rollout status`: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#complete-deployment. */
export const deployment: Readiness = { judge, explain: explainPods };
