// Commands of pulumi on pages act on stacks in an account, so none is run. The real program says which commands and options it
// has, and the settings' schema which settings pages may set.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { PAGES, textOf } from "../docs/testing/pages";
import { shellIn, UNTRIED_PAGES } from "../docs/testing/shell";
import { ensureTools } from "../engine/toolchain/ensure";
import { awsSettings, parseSettings } from "../stacks/settings";

/** Those that have commands below them. */
const GROUPS = ["config", "stack", "state"];

const commands = PAGES.filter((page) => !Object.keys(UNTRIED_PAGES).some((one) => page.startsWith(one))).flatMap(
  (page) =>
    shellIn(textOf(page))
      .filter(({ words }) => words[0] === "pulumi")
      .map(({ line, words }) => ({ place: `${page}:${line}`, args: words.slice(1) })),
);

/** The command of the program, without what it is given: `state delete`. */
function commandOf(args: readonly string[]): readonly string[] {
  const [first = "", second = ""] = args;
  return GROUPS.includes(first) && /^[a-z]/.test(second) ? [first, second] : [first];
}

describe("a command of pulumi on a page", () => {
  let program: string;
  const helps = new Map<string, Promise<string>>();

  const helpOf = (command: readonly string[]): Promise<string> => {
    const key = command.join(" ");
    const help =
      helps.get(key) ??
      promisify(execFile)(program, [...command, "--help"], { env: { ...process.env, NO_COLOR: "1" } }).then(
        ({ stdout }) => stdout,
      );
    helps.set(key, help);
    return help;
  };
  /** What pulumi would not take. */
  const problemsOf = async (args: readonly string[]): Promise<readonly string[]> => {
    const command = commandOf(args);
    const help = await helpOf(command).catch(() => "");
    // For a command that is not there, it shows the help of the group; an older name has that of the new one.
    const [, usage = ""] = /Usage:\n +pulumi (.*)/.exec(help) ?? [];
    if (
      !usage
        .split(" ")
        .slice(0, command.length)
        .every((word) => /^[a-z]/.test(word))
    ) {
      return [`there is no command ${command.join(" ")}`];
    }
    const options = args.filter((arg) => /^--?[a-z]/.test(arg)).map((arg) => arg.replace(/=.*$/, ""));
    return options
      .filter((option) => !new RegExp(`(^|[\\s,])${option}[\\s,]`, "m").test(help))
      .map((option) => `${command.join(" ")} has no option ${option}`);
  };

  beforeAll(async () => {
    const { pulumi } = await ensureTools({ report: () => undefined });
    program = join(pulumi.folder, "pulumi");
  }, 600_000);

  it("has a command and options that pulumi has", async () => {
    const wrong: string[] = [];
    for (const { place, args } of commands) {
      wrong.push(...(await problemsOf(args)).map((problem) => `${place}: pulumi ${args.join(" ")}: ${problem}`));
    }
    expect(commands.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  it("sets a setting that the program reads, to a value that it takes", () => {
    const { config } = parse(textOf("Pulumi.staging.yaml")) as { readonly config: Readonly<Record<string, unknown>> };
    const thoughts = Object.fromEntries(
      Object.entries(config)
        .filter(([key]) => key.startsWith("thoughts:"))
        .map(([key, value]) => [key.slice("thoughts:".length), value]),
    );
    const sets = commands.filter(({ args }) => args[0] === "config" && args[1] === "set");
    expect(sets.length).toBeGreaterThan(2);
    for (const { place, args } of sets) {
      const [key = "", value] = args.slice(2).filter((word, index, all) => word !== "-s" && all[index - 1] !== "-s");
      expect({ place, parsed: parseSettings(awsSettings, { ...thoughts, [key]: value }) }).toMatchObject({
        place,
        parsed: { settings: { [key]: value } },
      });
    }
  });

  it.each([
    ["state remove URN", "there is no command state remove"],
    ["preview --target-all", "preview has no option --target-all"],
    ["stack output --shown", "stack output has no option --shown"],
  ])("is wrong: %s", async (text, problem) => {
    expect(await problemsOf(text.split(" "))).toEqual([problem]);
  });
});
