import { UserError } from "../../engine/user-error";
import { AWS_STACKS, type AwsStack, REHEARSED_STACKS } from "../../stacks/names";
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

/** @throws {UserError} for a stack that is not deployed by this program to an account */
export function demandDeployed(stacks: readonly string[]): readonly AwsStack[] {
  return stacks.map((stack) => {
    const deployed = AWS_STACKS.find((one) => one === stack);
    if (deployed === undefined) {
      throw new UserError(`--deployed is for ${AWS_STACKS.join(" and ")}; leave it out for ${stack}`);
    }
    return deployed;
  });
}

/**
 * What this working tree would change in some stacks, one after the other.
 * @param base what stacks on AWS are compared with
 */
export function previewAll(stacks: readonly string[], base: () => Base): Promise<readonly ReportArgs[]> {
  return oneByOne(stacks, (stack) => (stack === "local" ? previewLocal() : previewRehearsed(stack, base())));
}

/** Makes the previews of stacks one after the other, each once. */
export async function oneByOne<S>(
  stacks: readonly S[],
  preview: (stack: S) => Promise<ReportArgs>,
): Promise<readonly ReportArgs[]> {
  const found: ReportArgs[] = [];
  for (const stack of new Set(stacks)) {
    found.push(await preview(stack));
  }
  return found;
}
