import type { ResourceValidationPolicy } from "@pulumi/policy";
import { statefulOf } from "../stateful";

/**
 * The engine refuses to delete or replace what is protected, in the preview already. This rule says of a change that takes
 * the protection off what it takes it off from: it warns, because naming a thing in the settings is how it is meant to go.
 * @see https://www.pulumi.com/docs/iac/concepts/options/protect/
 */
export const statefulProtected: ResourceValidationPolicy = {
  name: "stateful-protected",
  description: "What holds data, images or keys is protected from deletion, by the engine and on AWS.",
  enforcementLevel: "advisory",
  severity: "high",
  remediationSteps: "Take its name out of thoughts:unprotected, unless the next change is to delete or replace it.",
  url: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
  validateResource: ({ type, props, opts }, report) => {
    const stateful = statefulOf(type, props);
    if (stateful?.protect !== true) {
      return;
    }
    if (!opts.protect) {
      report("it is not protected: the next change that deletes or replaces it goes through.");
    } else if (stateful.deletionProtection !== undefined && props[stateful.deletionProtection] !== true) {
      report(`AWS would delete it: set ${stateful.deletionProtection} together with protect.`);
    }
  },
};
