import { Command } from "commander";
import { UserError } from "../../sandbox/user-error";
import { type KeyMove, nextKeys, undoKeys } from "../../stacks/release/keys";
import { alone } from "../alone";
import { bringInKeys } from "../keys/local";
import { keysText } from "../keys/text";
import { readRelease, writeKeys } from "../release/stack-file";

interface KeysOptions {
  readonly stack: string;
}

/** `keys`: the rotation of the key pair that signs tokens, step by step, and back (docs/key-rotation.md). */
export function keys(): Command {
  const command = new Command("keys").description("rotate the key pair that signs tokens, in six steps, and back");
  const verb = (name: string, description: string) =>
    command.command(name).description(description).option("-s, --stack <name>", "the stack", "local");
  verb("status", "which step the rotation is in").action(({ stack }: KeysOptions) => {
    console.log(keysText(stack, readRelease(stack).keys, new Date()));
  });
  verb("next", "take the next step").action((options: KeysOptions) => move(options, nextKeys));
  verb("undo", "take the last step back").action((options: KeysOptions) => move(options, undoKeys));
  return command;
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
