import { Command } from "commander";
import type { KeysOptions } from "./move";

/** `keys`: the rotation of the key pair that signs tokens, step by step, and back (docs/key-rotation.md). */
export function keys(): Command {
  const command = new Command("keys").description("rotate the key pair that signs tokens, in six steps, and back");
  const verb = (name: string, description: string) =>
    command.command(name).description(description).option("-s, --stack <name>", "the stack", "local");
  verb("status", "which step the rotation is in").action(async (options: KeysOptions) =>
    (await import("./status.js")).status(options),
  );
  verb("next", "take the next step").action(async (options: KeysOptions) => (await import("./move.js")).next(options));
  verb("undo", "take the last step back").action(async (options: KeysOptions) =>
    (await import("./move.js")).undo(options),
  );
  return command;
}
