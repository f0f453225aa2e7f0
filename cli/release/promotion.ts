import { checkPromotion, type Services } from "../../release/promotion";
import { shallowNotes } from "../../stacks/committed-file";
import { ROOT } from "../folders";
import { today } from "../today";
import { releaseWithEdits } from "./editions";

/**
 * What speaks against versions for production, by all that this clone knows of staging.
 * @param production what it runs, and is to run
 * @returns lines for people; none if nothing does
 */
export function promotionProblems(production: Services): readonly string[] {
  const problems = checkPromotion(releaseWithEdits("staging").services, production, today());
  return problems.length === 0 ? [] : [...shallowNotes(ROOT, "Pulumi.staging.yaml"), ...problems];
}
