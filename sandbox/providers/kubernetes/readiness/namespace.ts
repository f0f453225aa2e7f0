import { textAt } from "../../wire/json";
import { failed, READY, waiting, type Readiness } from "./verdict";

/** Active, so that objects can be created in it. */
export const namespace: Readiness = {
  judge: (live) => {
    const phase = textAt(live, "status", "phase");
    if (phase === "Active") return READY;
    return phase === "Terminating" ? failed("the namespace is being deleted") : waiting("the namespace is not Active");
  },
};
