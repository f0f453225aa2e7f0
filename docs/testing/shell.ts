import { HELPS, REFERENCED } from "./program-options";

/**
 * A command that a page shows for people to run, with where it stands. A span of text is one if it begins with a program
 * of {@link PROGRAMS} and has an argument; of a block of the language `sh`, each line is.
 */
export interface ShellCommand {
  /** From 1. */
  readonly line: number;
  /** Without quotes. `npx thoughts kubectl` is `kubectl -n example`. */
  readonly words: readonly string[];
  /** Whether it is a line of a script, or stands in a sentence. */
  readonly place: "block" | "text";
  /** What must be there before it can run, as the page says in parentheses after it. @default - undefined: nothing */
  readonly mark?: Mark;
  /** The same of all commands of its block, in the block's first line: `# (needs AWS)`. @default - undefined: nothing */
  readonly blockMark?: Mark;
}

/** The marks that a page can set behind a command or at the top of a block, and why no test runs such a command. */
export const MARKS = {
  "needs AWS": "it acts in an account, or on a cluster in one",
  "needs Docker": "it builds or copies images by a container engine",
  "needs kind": "it acts on a cluster that kind made",
  "needs minikube": "it acts on a cluster that minikube made",
  "while a release runs": "it asks for objects that are there only during a release",
} as const;

export type Mark = keyof typeof MARKS;

/**
 * Who checks the commands of a program. kubectl's run against a cluster (cli/drift.engine.test.ts), npm's and npx's are parsed
 * by our own command line (docs/commands.test.ts), pulumi's are held against its own help (cli/page-pulumi.engine.test.ts),
 * those of programs that a machine of ours has too (docs/shell.test.ts).
 */
export const TRIED: readonly string[] = ["kubectl", "npm", "npx", "pulumi", ...Object.keys(HELPS)];

/** Those of which nothing is run: aws's are held against AWS's models, others' against a table of their references. */
const CHECKED: readonly string[] = [...TRIED, "aws", ...REFERENCED];

/** Parts of a shell's script around commands. */
const SHELL: readonly string[] = [
  ...["export", "for", "do", "done", "cd", "eval"],
  // The function that docs/own-cluster.md defines.
  ...["build", "build()", "{", "}"],
];

/** Pages of which no command is tried. */
export const UNTRIED_PAGES: Readonly<Record<string, string>> = {
  "docs/unproven.md": "it lists what only an account, or another system, can show",
  "docs/decisions/": "it names commands, and shows none to run",
};

const PROGRAMS = new Set(CHECKED);
const ENDS = ["&&", "||", "|", ";"];

/** What stands for the output of a command in a command. */
const OUTPUT = "…";

const BLOCK = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^ *```/gm;
const SPAN = /(?<!`)`([^`]+)`(?!`)/g;

export function shellIn(page: string): readonly ShellCommand[] {
  const blocks = [...page.matchAll(BLOCK)]
    .filter(([, , language]) => language === "sh")
    .flatMap(({ index, 0: whole, 3: text = "" }) =>
      scriptCommands(text, lineAt(page, index + whole.indexOf("\n") + 1)).map((command) => {
        const blockMark = markOf(/^ *#(.*)/.exec(text)?.[1] ?? "");
        return { ...command, ...(blockMark !== undefined && { blockMark }) };
      }),
    );
  // Blocks become empty lines, so that lines keep their numbers.
  const prose = page.replaceAll(BLOCK, (block) => block.replaceAll(/[^\n]/g, ""));
  const spans = [...prose.matchAll(SPAN)].flatMap(({ index, 0: whole, 1: text = "" }) =>
    commandsOf(text, prose.slice(index + whole.length), lineAt(prose, index), "text").filter(
      // One that ends in "…" says how commands begin.
      ({ words: [program = "", ...args] }) => PROGRAMS.has(program) && args.length > 0 && args.at(-1) !== OUTPUT,
    ),
  );
  return [...blocks, ...spans];
}

/** Whether some test checks this command. */
export function isChecked({ words: [program = ""] }: ShellCommand): boolean {
  return [...CHECKED, ...SHELL].includes(program);
}

/** Whether some test runs it, or asks its program for its options; a part of the shell is not asked. */
export function isTried({ words: [program = ""] }: ShellCommand): boolean {
  return [...TRIED, ...SHELL].includes(program) || program.includes("=");
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
      found.push(...commandsOf(joined.slice(0, comment?.index), comment?.[1] ?? "", from, "block"));
      [from, joined] = [undefined, ""];
    }
  }
  return found;
}

/** @param after what the page says behind it: a mark is the first there */
function commandsOf(text: string, after: string, line: number, place: ShellCommand["place"]): readonly ShellCommand[] {
  const mark = markOf(after);
  // A command in a command stands for itself: `$(pulumi stack output …)`.
  const inner = [...text.matchAll(/\$\(([^)]*)\)/g)].map(([, command = ""]) => command);
  return [text.replaceAll(/\$\([^)]*\)/g, OUTPUT), ...inner]
    .flatMap((one) => partsOf(wordsOf(one)))
    .map(programFirst)
    .filter(([program]) => program !== undefined && program !== OUTPUT)
    .map((words) => ({ line, words, place, ...(mark !== undefined && { mark }) }));
}

/** @param after what the page says behind a command, or in a comment: a mark is the first there, on the next line too */
function markOf(after: string): Mark | undefined {
  return (Object.keys(MARKS) as Mark[]).find((one) =>
    new RegExp(`^\\s*\\(${one.replaceAll(" ", "\\s+")}\\)`).test(after),
  );
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
