import { UserError } from "../../../engine/user-error";
import { type KeyMove, nextKeys, undoKeys } from "../../../release/keys";
import { isDemo } from "../../../stacks/names";
import { bringInKeys } from "../../keys/local";
import { keysText } from "../../keys/text";
import { aloneWith, isBroughtInHere } from "../../release/place";
import { readRelease, writeKeys } from "../../release/stack-file";
import { bringInLines } from "../../up-command";

export interface KeysOptions {
  readonly stack: string;
}

/** `keys next`: takes the next step of the rotation. */
export function next(options: KeysOptions): Promise<void> {
  return move(options, nextKeys);
}

/** `keys undo`: takes the last step back. */
export function undo(options: KeysOptions): Promise<void> {
  return move(options, undoKeys);
}

async function move({ stack }: KeysOptions, step: typeof nextKeys): Promise<void> {
  const isHere = isBroughtInHere(stack);
  await aloneWith(stack, async () => {
    const before = readRelease(stack).keys;
    const after = demandMove(step(before, { now: new Date() }));
    if (isHere) {
      await bringInKeys(stack, before, after);
    } else {
      writeKeys(stack, after);
    }
    console.log(`\n${keysText(stack, after, new Date())}\n\n${written(stack, isHere)}`);
  });
}

/** @throws {UserError} with the reason, if there can't be such a step yet */
function demandMove(move: KeyMove): Extract<KeyMove, { kind: "move" }>["to"] {
  if (move.kind === "refused") {
    throw new UserError(move.reason);
  }
  return move.to;
}

function written(stack: string, isHere: boolean): string {
  // Git ignores the files of demos.
  const commit = `Pulumi.${stack}.yaml says so now${isDemo(stack) ? "" : "; commit it"}.`;
  return isHere
    ? commit
    : [
        `${commit} Bring it in before the next step:`,
        ...bringInLines(stack, "keys and the services of this step"),
      ].join("\n  ");
}
