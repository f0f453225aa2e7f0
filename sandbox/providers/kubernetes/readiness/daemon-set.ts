import { numberAt, textAt, type JsonObject } from "../../wire/json";
import { observed } from "./deployment";
import { explainPods } from "./pods";
import { READY, waiting, type Readiness, type Verdict } from "./verdict";

function judge(live: JsonObject): Verdict {
  if (!observed(live)) return waiting("the rollout has not started");
  const desired = numberAt(live, 0, "status", "desiredNumberScheduled");
  const updated = numberAt(live, 0, "status", "updatedNumberScheduled");
  const available = numberAt(live, 0, "status", "numberAvailable");
  const byHand = textAt(live, "spec", "updateStrategy", "type") === "OnDelete";
  if (!byHand && updated < desired) return waiting(`${updated} of ${desired} pods updated`);
  if (available < desired) return waiting(`${available} of ${desired} pods available`);
  return READY;
}

/** One available pod on every node that it selects; ready at once when it selects none. */
export const daemonSet: Readiness = { judge, explain: explainPods };
