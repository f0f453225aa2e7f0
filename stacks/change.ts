import type { Problem } from "../components/base/problems";
import { refuse } from "../components/base/refusal";
import type { SCHEMAS } from "../infra/database/schemas";
import type { Delivery } from "../infra/delivery/choice";
import { comingVersions, type Environment } from "../infra/environment";
import { isOfCommits, mayChangeTogether, type PlanRefusal, planChange, type Versions } from "../release/plan";
import type { Config } from "./config";
import { isDemo } from "./names";
import { type Running, withRunning } from "./running";
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

/** What would delete services that run: Pulumi lets go only of what it was told to leave, by an earlier run. */
export function judgeDelivery({ versions, delivery }: Running, { kind }: Delivery): readonly Problem[] {
  return kind === "pulumi" || delivery !== undefined || Object.keys(versions).length === 0
    ? []
    : [
        {
          path: "thoughts:delivery.kind",
          message:
            `"${kind}" would have the services deleted that run, because Pulumi is not ready to let go of them; ` +
            `run it with { kind: pulumi, handOver: true } first (docs/gitops.md).`,
        },
      ];
}

/**
 * Refuses a change of what runs before anything is made.
 * @returns what to know of one that is accepted
 * @throws {ProblemsError} with every reason
 */
export function acceptedChange(
  { stack, folder }: Pick<Config, "stack" | "folder">,
  running: Running,
  environment: Pick<Environment, "services" | "delivery">,
): readonly string[] {
  const { problems, warnings } = judgeChange(stack, running.versions, comingVersions(environment));
  const all = [...problems, ...judgeDelivery(running, environment.delivery)];
  refuse(`the change of stack ${stack}`, withLines(all, folder, stack));
  return warnings;
}
