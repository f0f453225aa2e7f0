import type { Command } from "commander";
import { beforeAll, describe, expect, it } from "vitest";
import { commandProblem, definedCommand, subcommandOf } from "./testing/accepted";
import { commandsIn } from "./testing/commands";
import { PAGES, textOf } from "./testing/pages";

let thoughts: Command;

beforeAll(async () => {
  thoughts = await definedCommand();
});

describe.each(PAGES)("%s", (page) => {
  it("shows commands that there are", () => {
    const wrong = commandsIn(textOf(page)).flatMap((command) => {
      const problem = commandProblem(thoughts, command);
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
    expect(commandsIn(page).map((command) => commandProblem(thoughts, command))).toEqual([undefined]);
  });

  it.each([
    ["`npm run jump`", "package.json has no script jump"],
    ["`npm run up -- --fresh`", "unknown option '--fresh'"],
    ["`npx thoughts fly`", "unknown command 'fly'"],
    ['`eval "$(npx thoughts kubecfg)"`', "unknown command 'kubecfg'"],
    ["`npx thoughts release begin frontend`", "unknown command 'begin'"],
    ["`npx thoughts release advance backend`", "is invalid for argument 'service'"],
    [
      "`npx thoughts release set start frontend --cause x`",
      "write SERVICE=VERSION such as frontend=v3.8; services are users-backend",
    ],
    ["`npx thoughts release set start frontend=v3.8 frontend=v3.9 --cause x`", "frontend is named twice"],
    ["```sh\nnpx thoughts render staging\n```", "required option '--to <folder>' not specified"],
    ["```sh\ncd docs && npx thoughts keys next --now\n```", "unknown option '--now'"],
    ["`npx vitest run nowhere/at/all`", "no test's path has nowhere/at/all in it"],
    ["`npx vitest run --project fast`", "there is no project fast"],
  ])("is refused: %s", (page, problem) => {
    expect(commandsIn(page).map((command) => commandProblem(thoughts, command))).toEqual([
      expect.stringContaining(problem),
    ]);
  });
});

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
