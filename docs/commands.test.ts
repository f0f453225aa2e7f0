import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { scripts } from "../package.json";
import { commandsIn } from "./testing/commands";
import { PAGES, ROOT, textOf } from "./testing/pages";

const SCRIPTS: Readonly<Record<string, string>> = scripts;
const PROJECTS = ["unit", "engine", "real", "long"];
const tests = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((path) => !path.includes("node_modules"))
  .filter((path) => path.endsWith(".test.ts"));

let thoughts: Command;

beforeAll(async () => {
  thoughts = await definedCommand();
});

describe.each(PAGES)("%s", (page) => {
  it("shows commands that there are", () => {
    const wrong = commandsIn(textOf(page)).flatMap((command) => {
      const problem = problemOf(command);
      return problem === undefined ? [] : [`${command.join(" ")}: ${problem}`];
    });
    expect(wrong).toEqual([]);
  });
});

it("each command is on a page", () => {
  const shown = PAGES.flatMap((page) => commandsIn(textOf(page))).map((command) => withoutAlias(thoughtsOf(command)));
  const isShown = (path: readonly string[]) => shown.some((words) => path.every((word, at) => words[at] === word));
  expect(pathsOf(thoughts).filter((path) => !isShown(path))).toEqual([]);
});

describe("a command of a page", () => {
  it.each([
    "`npm run up -- --refresh`",
    "`npx thoughts release --help`",
    "```sh\nnpx thoughts release start frontend v3.8 \\\n  --cause 'is new' # a comment\n```",
    "`npx vitest run --project unit docs`",
  ])("is right: %s", (page) => {
    expect(commandsIn(page).map(problemOf)).toEqual([undefined]);
  });

  it.each([
    ["`npm run jump`", "package.json has no script jump"],
    ["`npm run up -- --fresh`", "unknown option '--fresh'"],
    ["`npx thoughts fly`", "unknown command 'fly'"],
    ['`eval "$(npx thoughts kubecfg)"`', "unknown command 'kubecfg'"],
    ["`npx thoughts release begin frontend`", "unknown command 'begin'"],
    ["`npx thoughts release advance backend`", "is invalid for argument 'service'"],
    ["```sh\nnpx thoughts render staging\n```", "required option '--to <folder>' not specified"],
    ["```sh\ncd docs && npx thoughts keys next --now\n```", "unknown option '--now'"],
    ["`npx vitest run nowhere/at/all`", "no test's path has nowhere/at/all in it"],
    ["`npx vitest run --project fast`", "there is no project fast"],
  ])("is refused: %s", (page, problem) => {
    expect(commandsIn(page).map(problemOf)).toEqual([expect.stringContaining(problem)]);
  });
});

/** The `thoughts` command with the definitions that people run, and actions that do nothing. */
async function definedCommand(): Promise<Command> {
  const start = vi.spyOn(Command.prototype, "parseAsync").mockImplementation(function (this: Command) {
    return Promise.resolve(this);
  });
  await import("../cli/index.js");
  const program = start.mock.contexts[0] as Command;
  start.mockRestore();
  disarm(program);
  return program;
}

/** Each command that does something, as its words: `release start`. */
function pathsOf(command: Command): readonly (readonly string[])[] {
  return command.commands.flatMap((child) =>
    (child.commands.length === 0 ? [[]] : pathsOf(child)).map((rest) => [child.name(), ...rest]),
  );
}

/** What a command of a page gives to `thoughts`. @returns nothing for one that is not for it */
function thoughtsOf([program, ...args]: readonly string[]): readonly string[] {
  const subcommand = program === "npm" ? subcommandOf(args[0] ?? "") : undefined;
  return program === "thoughts" ? args : subcommand === undefined ? [] : [subcommand];
}

/** `image list` is `images list`. */
function withoutAlias([first = "", ...others]: readonly string[]): readonly string[] {
  const meant = thoughts.commands.find((command) => command.aliases().includes(first));
  return [meant?.name() ?? first, ...others];
}

function subcommandOf(script: string): string | undefined {
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
function problemOf([program = "", ...args]: readonly string[]): string | undefined {
  switch (program) {
    case "npm":
      return problemOfScript(args);
    case "thoughts":
      return problemOfThoughts(args);
    default:
      return problemOfTests(args);
  }
}

function problemOfScript([name = "", dashes, ...args]: readonly string[]): string | undefined {
  if (SCRIPTS[name] === undefined) {
    return `package.json has no script ${name}`;
  }
  const subcommand = subcommandOf(name);
  if (dashes !== undefined && dashes !== "--") {
    return `npm keeps ${dashes} for itself; write -- before it`;
  }
  return subcommand === undefined ? undefined : problemOfThoughts([subcommand, ...args]);
}

function problemOfThoughts(args: readonly string[]): string | undefined {
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
