import type { Problem } from "../components/base/problems";
import { refuse } from "../components/base/refusal";
import type { SCHEMAS } from "../infra/database/schemas";
import { isOfCommits, mayChangeTogether, type PlanRefusal, planChange, type Versions } from "../release/plan";
import type { Config } from "./config";
import { isDemo } from "./names";
import { withRunning } from "./running";
import { withLines } from "./setting-line";

/** What is said of a change of versions before anything is made. */
export interface JudgedChange {
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

/**
 * Judges a change of versions as `npx thoughts plan` does, by what the stack runs: so plain `pulumi up` refuses it too.
 * A schema that the coming version can't use is refused everywhere. Several services at once are refused in production alone:
 * elsewhere the program brings them in one after the other, and a merge must not stop those after it
 * (docs/decisions/0048-change-in-up.md). Of a demo that gets images of a commit nothing is said: they always come together.
 */
export function judgeChange(
  stack: string,
  running: Readonly<Partial<Versions>>,
  coming: Versions,
  schemas?: typeof SCHEMAS,
): JudgedChange {
  const before = withRunning(running, coming);
  const { refusals, warnings } = planChange(before, coming, schemas);
  const isSaid = ({ kind }: PlanRefusal) => kind === "schema" || !isDemo(stack) || !isOfCommits(before, coming);
  const isRefused = ({ kind }: PlanRefusal) => kind === "schema" || !mayChangeTogether(stack);
  return {
    problems: refusals.filter(isRefused).map(({ service, message }) => ({
      path: `thoughts:release.services.${service}.tag`,
      message,
    })),
    warnings: [...refusals.filter((one) => !isRefused(one) && isSaid(one)).map(({ message }) => message), ...warnings],
  };
}

/**
 * Refuses a change of versions before anything is made.
 * @returns what to know of one that is accepted
 * @throws {ProblemsError} with every reason
 */
export function acceptedChange(
  { stack, folder }: Pick<Config, "stack" | "folder">,
  running: Readonly<Partial<Versions>>,
  coming: Versions,
): readonly string[] {
  const { problems, warnings } = judgeChange(stack, running, coming);
  refuse(`the change of stack ${stack}`, withLines(problems, folder, stack));
  return warnings;
}
