import { UserError } from "../../../engine/user-error";
import { type KeyMove, nextKeys, undoKeys } from "../../../release/keys";
import { alone } from "../../alone";
import { bringInKeys } from "../../keys/local";
import { keysText } from "../../keys/text";
import { readRelease, writeKeys } from "../../release/stack-file";

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
  const bringIn = async () => {
    const before = readRelease(stack).keys;
    const after = demandMove(step(before, { now: new Date() }));
    if (stack === "local") {
      await bringInKeys(before, after);
    } else {
      writeKeys(stack, after);
    }
    console.log(`\n${keysText(stack, after, new Date())}\n\n${written(stack)}`);
  };
  await (stack === "local" ? alone(bringIn) : bringIn());
}

/** @throws {UserError} with the reason, if there can't be such a step yet */
function demandMove(move: KeyMove): Extract<KeyMove, { kind: "move" }>["to"] {
  if (move.kind === "refused") {
    throw new UserError(move.reason);
  }
  return move.to;
}

function written(stack: string): string {
  const commit = `Pulumi.${stack}.yaml says so now; commit it.`;
  return stack === "local"
    ? commit
    : `${commit} Bring it in with Pulumi itself, before the next step:\n` +
        `  pulumi preview -s ${stack}    must touch nothing but keys and the services of this step\n` +
        `  pulumi up -s ${stack}         waits until their pods are ready`;
}
