import { numberAt, textAt, type JsonObject } from "../../wire/json";
import { observed } from "./deployment";
import { explainPods } from "./pods";
import { READY, waiting, type Readiness, type Verdict } from "./verdict";

function judge(live: JsonObject): Verdict {
  if (!observed(live)) return waiting("the rollout has not started");
  const desired = numberAt(live, 1, "spec", "replicas");
  const ready = numberAt(live, 0, "status", "readyReplicas");
  const updated = numberAt(live, 0, "status", "updatedReplicas");
  // With OnDelete nothing is updated until someone deletes pods; below the partition nothing is updated at all.
  const byHand = textAt(live, "spec", "updateStrategy", "type") === "OnDelete";
  const partition = numberAt(live, 0, "spec", "updateStrategy", "rollingUpdate", "partition");
  const toUpdate = byHand ? 0 : Math.max(0, desired - partition);
  if (updated < toUpdate) return waiting(`${updated} of ${toUpdate} replicas updated`);
  if (ready < desired) return waiting(`${ready} of ${desired} replicas ready`);
  return READY;
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies. */
export const statefulSet: Readiness = { judge, explain: explainPods };
