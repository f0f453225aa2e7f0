import { textAt, type JsonObject } from "../../wire/json";
import { podReasons } from "./pods";
import { failed, holds, READY, waiting, type Readiness, type Verdict } from "./verdict";

function judge(live: JsonObject): Verdict {
  const phase = textAt(live, "status", "phase");
  if (phase === "Succeeded" || holds(live, "Ready")) return READY;
  const reasons = podReasons(live).join("; ");
  return phase === "Failed" ? failed(`the pod failed: ${reasons}`) : waiting(reasons);
}

/** Ready, or done: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/. */
export const pod: Readiness = { judge };
