import { UserError } from "../../engine/user-error";
import { REHEARSED_STACKS } from "../../stacks/names";
import { estimateOf } from "../cost/asked";
import { estimateText } from "../cost/estimate-text";
import { ROOT } from "../folders";
import { today } from "../today";

export interface CostOptions {
  readonly json?: boolean;
}

/** `cost`: what environments cost a month, from what their programs ask for and a file of prices. Asks nobody. */
export function cost(stacks: readonly string[], { json = false }: CostOptions): void {
  const wanted = [...new Set(stacks)];
  wanted.forEach(demandPriced);
  const found = wanted.map((stack) => ({ stack, ...estimateOf(ROOT, stack) }));
  if (json) {
    console.log(JSON.stringify({ version: 1, stacks: found }));
    return;
  }
  console.log(found.map(({ stack, ...one }) => estimateText(stack, one, today())).join("\n\n\n"));
}

/** @throws {UserError} with what can be priced */
function demandPriced(stack: string): void {
  if (REHEARSED_STACKS.includes(stack)) {
    return;
  }
  const why =
    stack === "local"
      ? "local runs on a machine of yours, and nobody sends a bill for it"
      : stack.startsWith("demo-")
        ? `what the demo ${stack} takes of its source is said by: npx thoughts env show ${stack}`
        : `there is no stack ${stack}`;
  throw new UserError(`${why}; use one or more of ${REHEARSED_STACKS.join(", ")}`);
}
