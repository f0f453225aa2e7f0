/**
 * A command that a page shows for people to run, with where it stands. A span of text is one if it begins with a program
 * of {@link PROGRAMS} and has an argument; of a block of the language `sh`, each line is.
 */
export interface ShellCommand {
  /** From 1. */
  readonly line: number;
  /** Without quotes. `npx thoughts kubectl` is `kubectl -n example`. */
  readonly words: readonly string[];
  /** What must be there before it can run, as the page says in parentheses after it. @default - undefined: nothing */
  readonly mark?: string;
}

/** The marks that a page can set behind a command, and why a local environment cannot run it. */
export const MARKS: Readonly<Record<string, string>> = {
  "on AWS": "it needs what only the cluster in an account has, such as the metrics of nodes",
  "while a release runs": "it asks for objects that are there only during a release",
};

/** Programs that no test runs, each with the reason. kubectl is run; npm and npx are parsed by docs/commands.test.ts. */
export const UNTRIED: Readonly<Record<string, string>> = {
  aws: "it needs an account",
  pulumi: "it needs the backend of an account: it acts on stacks on AWS",
  docker: "it needs a container engine",
  crane: "it needs the registries of two accounts",
  curl: "it needs an answer of a program, and simulated nodes run none",
  dig: "it needs the zone of an account",
  pg_dump: "it needs a database with rows",
  amtool: "it needs an Alertmanager that runs",
};

/** Parts of a shell's script around commands. */
export const SHELL: readonly string[] = [
  ...["export", "for", "do", "done", "cd", "eval", "git", "mktemp", "grep", "base64", "openssl"],
  // The function that docs/own-cluster.md defines.
  ...["build", "build()", "{", "}"],
];

/** Pages of which no command is tried. */
export const UNTRIED_PAGES: Readonly<Record<string, string>> = {
  "docs/unproven.md": "it lists what only an account, or another system, can show",
  "docs/decisions/": "it names commands, and shows none to run",
};

const PROGRAMS = new Set(["kubectl", ...Object.keys(UNTRIED)]);
const ENDS = ["&&", "||", "|", ";"];

/** What stands for the output of a command in a command. */
const OUTPUT = "…";

const BLOCK = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^ *```/gm;
const SPAN = /(?<!`)`([^`]+)`(?!`)/g;

export function shellIn(page: string): readonly ShellCommand[] {
  const blocks = [...page.matchAll(BLOCK)]
    .filter(([, , language]) => language === "sh")
    .flatMap(({ index, 0: whole, 3: text = "" }) =>
      scriptCommands(text, lineAt(page, index + whole.indexOf("\n") + 1)),
    );
  // Blocks become empty lines, so that lines keep their numbers.
  const prose = page.replaceAll(BLOCK, (block) => block.replaceAll(/[^\n]/g, ""));
  const spans = [...prose.matchAll(SPAN)].flatMap(({ index, 0: whole, 1: text = "" }) =>
    commandsOf(text, prose.slice(index + whole.length), lineAt(prose, index)).filter(
      // One that ends in "…" says how commands begin.
      ({ words: [program = "", ...args] }) => PROGRAMS.has(program) && args.length > 0 && args.at(-1) !== OUTPUT,
    ),
  );
  return [...blocks, ...spans];
}

/** Whether it is known why this command is not run, or that another test looks at it. */
export function isKnown({ words: [program = "", ...args] }: ShellCommand): boolean {
  return ["kubectl", "npm", "npx", ...SHELL].includes(program) || (program in UNTRIED && args.length > 0);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** The commands of a script; a line that ends in a backslash or a pipe goes on in the next one. */
function scriptCommands(script: string, first: number): readonly ShellCommand[] {
  const found: ShellCommand[] = [];
  let from: number | undefined;
  let joined = "";
  for (const [index, text] of script.split("\n").entries()) {
    from ??= first + index;
    joined += ` ${text.replace(/\\$/, "")}`;
    if (!/(\\|\|)$/.test(text)) {
      const comment = /(?:^|\s)#(.*)$/.exec(joined);
      found.push(...commandsOf(joined.slice(0, comment?.index), comment?.[1] ?? "", from));
      [from, joined] = [undefined, ""];
    }
  }
  return found;
}

/** @param after what the page says behind it: a mark is the first there */
function commandsOf(text: string, after: string, line: number): readonly ShellCommand[] {
  const mark = Object.keys(MARKS).find((one) => after.trimStart().startsWith(`(${one})`));
  // A command in a command stands for itself: `$(pulumi stack output …)`.
  const inner = [...text.matchAll(/\$\(([^)]*)\)/g)].map(([, command = ""]) => command);
  return [text.replaceAll(/\$\([^)]*\)/g, OUTPUT), ...inner]
    .flatMap((one) => partsOf(wordsOf(one)))
    .map(programFirst)
    .filter(([program]) => program !== undefined && program !== OUTPUT)
    .map((words) => ({ line, words, ...(mark !== undefined && { mark }) }));
}

/** The commands of a line that are joined by pipes and the like. */
function partsOf(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (ENDS.includes(word)) {
      parts.push([]);
    } else {
      parts.at(-1)?.push(word);
    }
  }
  return parts;
}

/** Quotes may be a part of a word, as in `jsonpath='{.items[0]}'`. */
function wordsOf(text: string): readonly string[] {
  const words = [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"';]|;(?=\S))+|;/g)].map(([word]) => word);
  return words.map((word) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ""),
  );
}

/** Without assignments before the program; kubectl of this clone is one that names the clone's namespace. */
function programFirst(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !/^\w+=/.test(word) && word !== "do");
  const command = start < 0 ? [] : words.slice(start);
  const isOwn = command.slice(0, 3).join(" ") === "npx thoughts kubectl";
  return isOwn ? ["kubectl", "-n", "example", ...command.slice(3)] : command;
}
