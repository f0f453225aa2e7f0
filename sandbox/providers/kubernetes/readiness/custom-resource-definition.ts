import { textAt } from "../../wire/json";
import { condition, conditionText, failed, holds, READY, waiting, type Readiness } from "./verdict";

/** Established, so that objects of the new kind can be created. */
export const customResourceDefinition: Readiness = {
  judge: (live) => {
    if (holds(live, "Established")) return READY;
    const names = condition(live, "NamesAccepted");
    if (names && textAt(names, "status") === "False") return failed(conditionText(names));
    return waiting("the definition is not Established");
  },
};
