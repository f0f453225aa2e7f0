import { type Command, InvalidArgumentError, Option } from "commander";

/** A command about the releases of a stack. */
export function reading(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description).option("-s, --stack <name>", "the stack", "local");
}

/** A command that changes what runs, and watches the pods of it. */
export function changing(parent: Command, name: string, description: string): Command {
  return reading(parent, name, description).option(
    "--watch <seconds>",
    "how long its pods have to be well (local and demos; default: 60, simulated 10)",
    wholeNumber,
  );
}

export function cause(): Option {
  return new Option("--cause <why>", "why: one line, kept in the history and on the Deployment").makeOptionMandatory();
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text)) {
    throw new InvalidArgumentError("use a whole number.");
  }
  return Number(text);
}
