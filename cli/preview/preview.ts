import { UserError } from "../../engine/user-error";
import { REHEARSED_STACKS } from "../../stacks/names";
import type { ReportArgs } from "../report/build";
import type { Base } from "./base";
import { previewLocal } from "./local";
import { previewRehearsed } from "./rehearsed";

const PREVIEWED_STACKS: readonly string[] = ["local", ...REHEARSED_STACKS];

/** @throws {UserError} with those that there are, for a stack that there is not */
export function demandStacks(stacks: readonly string[]): void {
  const unknown = stacks.find((stack) => !PREVIEWED_STACKS.includes(stack));
  if (unknown !== undefined) {
    throw new UserError(
      `there is no stack ${unknown} that can be previewed; use one or more of ${PREVIEWED_STACKS.join(", ")}`,
    );
  }
}

/**
 * What this working tree would change in some stacks, one after the other.
 * @param base what stacks on AWS are compared with
 */
export async function previewAll(stacks: readonly string[], base: () => Base): Promise<readonly ReportArgs[]> {
  const found: ReportArgs[] = [];
  for (const stack of new Set(stacks)) {
    found.push(stack === "local" ? await previewLocal() : await previewRehearsed(stack, base()));
  }
  return found;
}
