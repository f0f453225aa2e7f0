import { at, numberAt, type JsonObject } from "../../wire/json";
import { explainPods } from "./pods";
import { condition, conditionText, failed, holds, READY, waiting, type Readiness, type Verdict } from "./verdict";

function judge(live: JsonObject): Verdict {
  if (holds(live, "Complete")) return READY;
  const failure = condition(live, "Failed");
  if (failure && holds(live, "Failed")) return failed(conditionText(failure));
  // A suspended Job runs when someone resumes it, which may be never.
  if (at(live, "spec", "suspend") === true) return READY;
  const wanted = numberAt(live, 1, "spec", "completions");
  return waiting(`${numberAt(live, 0, "status", "succeeded")} of ${wanted} pods completed`);
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup. */
export const job: Readiness = { judge, explain: explainPods };
