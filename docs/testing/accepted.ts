import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { vi } from "vitest";
import { scripts } from "../../package.json";
import { ROOT } from "./pages";

const SCRIPTS: Readonly<Record<string, string>> = scripts;
const PROJECTS = ["unit", "engine", "real", "long"];
const tests = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((path) => !path.includes("node_modules"))
  .filter((path) => path.endsWith(".test.ts"));

let command: Promise<Command> | undefined;

/** The `thoughts` command with the definitions that people run, and actions that do nothing. */
export function definedCommand(): Promise<Command> {
  // Its module runs once, whoever asks first.
  command ??= defined();
  return command;
}

async function defined(): Promise<Command> {
  const start = vi.spyOn(Command.prototype, "parseAsync").mockImplementation(function (this: Command) {
    return Promise.resolve(this);
  });
  await import("../../cli/index.js");
  const program = start.mock.contexts[0] as Command;
  start.mockRestore();
  disarm(program);
  return program;
}

/** What a script of package.json gives to `thoughts`. @returns undefined for another one */
export function subcommandOf(script: string): string | undefined {
  return /^node cli\/thoughts\.mjs (\w+)$/.exec(SCRIPTS[script] ?? "")?.[1];
}

function disarm(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  if (command.commands.length === 0) {
    command.action(() => undefined);
  }
  command.commands.forEach((one) => {
    disarm(one);
  });
}

/** @returns undefined for a command that can be run as it stands */
export function commandProblem(thoughts: Command, [program = "", ...args]: readonly string[]): string | undefined {
  switch (program) {
    case "npm":
      return problemOfScript(thoughts, args);
    case "thoughts":
      return problemOfThoughts(thoughts, args);
    default:
      return problemOfTests(args);
  }
}

function problemOfScript(thoughts: Command, [name = "", dashes, ...args]: readonly string[]): string | undefined {
  if (SCRIPTS[name] === undefined) {
    return `package.json has no script ${name}`;
  }
  const subcommand = subcommandOf(name);
  if (dashes !== undefined && dashes !== "--") {
    return `npm keeps ${dashes} for itself; write -- before it`;
  }
  return subcommand === undefined ? undefined : problemOfThoughts(thoughts, [subcommand, ...args]);
}

function problemOfThoughts(thoughts: Command, args: readonly string[]): string | undefined {
  if (isGroup(thoughts, args)) {
    return undefined;
  }
  try {
    thoughts.parse(args, { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    return error.exitCode === 0 ? undefined : error.message;
  }
}

/** Whether a name stands for several commands, such as `thoughts release`: pages may name it without one of them. */
function isGroup(command: Command, [name, ...others]: readonly string[]): boolean {
  if (name === undefined) {
    return command.commands.length > 0;
  }
  const child = command.commands.find((one) => one.name() === name);
  return child !== undefined && isGroup(child, others);
}

function problemOfTests(args: readonly string[]): string | undefined {
  const at = args.indexOf("--project");
  const project = at < 0 ? undefined : args[at + 1];
  if (project !== undefined && !PROJECTS.includes(project)) {
    return `there is no project ${project}`;
  }
  const lost = args
    .filter((arg) => !arg.startsWith("--") && arg !== project)
    .find((part) => !tests.some((path) => join("/", path).includes(part)));
  return lost === undefined ? undefined : `no test's path has ${lost} in it`;
}
