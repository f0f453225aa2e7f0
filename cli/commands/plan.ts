import colors from "picocolors";
import { planChange, versionsOf } from "../../release/plan";
import { promotionProblems } from "../release/promotion";
import { committedRelease, readRelease } from "../release/stack-file";

export interface PlanOptions {
  /** The commit whose release runs now. */
  readonly from: string;
}

/** `plan`: in which order a changed release is brought out, and what speaks against it. Touches nothing but the screen. */
export function plan(stack: string, { from }: PlanOptions): void {
  const { services } = readRelease(stack);
  const planned = planChange(versionsOf(committedRelease(stack, from).services), versionsOf(services));
  const { steps, set, warnings } = planned;
  const unpromoted = stack === "production" ? promotionProblems(services) : [];
  const refusals = [...planned.refusals.map(({ message }) => message), ...unpromoted];
  if (steps.length === 0) {
    console.log(`Pulumi.${stack}.yaml names the same versions as in ${from}.`);
    return;
  }
  console.log(colors.bold(`${stack}, from ${from}`));
  steps.forEach(({ service, from: before, to }, index) => {
    console.log(`  ${index + 1}. ${service} ${before} -> ${to}`);
  });
  if (set !== undefined) {
    console.log(`  ${set.join(" and ")} change as one set: switched together, and back together`);
  }
  warnings.forEach((warning) => {
    console.log(colors.yellow(`  note: ${warning}`));
  });
  refusals.forEach((refusal) => {
    console.log(colors.red(`  refused: ${refusal}`));
  });
  process.exitCode = refusals.length > 0 ? 1 : 0;
}
