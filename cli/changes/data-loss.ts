import type { Change } from "../../engine/pulumi/change";
import { UserError } from "../../engine/user-error";
import { statefulOf } from "../../policies/stateful";
import { agreed, canAsk } from "../agreement";
import { kindOf } from "./change-text";

/** Which changes replace or delete what holds data, a line for each: `± StatefulSet users-backend-db: …`. */
export function dataLosses(changes: readonly Change[]): readonly string[] {
  const losses = changes.flatMap(({ op, type, name, before = {} }) => {
    const stateful = op === "replace" || op === "delete" ? statefulOf(type, before) : undefined;
    const mark = op === "replace" ? "±" : "-";
    return stateful === undefined
      ? []
      : [`  ${mark} ${kindOf(type).kind} ${nameOf(before) ?? name}: ${stateful.holds}`];
  });
  // The engine goes through resources in another order each time.
  return losses.sort();
}

/** A Kubernetes object's own name. */
function nameOf({ metadata }: Readonly<Record<string, unknown>>): string | undefined {
  return (metadata as { readonly name?: string } | undefined)?.name;
}

/**
 * Asks before anything is replaced or deleted that holds data.
 * @param allowed whether it was said beforehand that it may be
 * @throws {UserError} if it may not, or nobody is there to be asked
 */
export async function demandAgreement(changes: readonly Change[], allowed: boolean): Promise<void> {
  const losses = dataLosses(changes);
  if (losses.length === 0 || allowed) {
    return;
  }
  const what = `this replaces or deletes what holds data:\n${losses.join("\n")}`;
  if (!canAsk()) {
    throw new UserError(
      `${what}\nNobody is here to be asked, so nothing was changed. If it is meant:\n  npm run up -- --allow-data-loss`,
    );
  }
  console.log(what);
  if (!(await agreed("Replace or delete it"))) {
    throw new UserError("nothing was changed.");
  }
}
