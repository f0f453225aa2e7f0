import { blocksIn, proseOf } from "./pages";

/** Where a shell's command ends. */
const ENDS = ["&&", "||", "|", ";", ">", ">>", "<", "&"];

/**
 * The commands of this repository that a page shows, in blocks of the language `sh` and in backquotes, as words: `npm up` for
 * `npm run up`, `thoughts up` for `npx thoughts up`, `vitest …` for `npx vitest run …`.
 */
export function commandsIn(page: string): readonly (readonly string[])[] {
  const blocks = blocksIn(page)
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.replaceAll(/\\\n/g, " ").split("\n"));
  const spans = [...proseOf(page).matchAll(/(?<!`)`([^`]+)`(?!`)/g)].map(([, text = ""]) => text);
  return [...blocks, ...spans].flatMap((line) => commandsOf(wordsOf(line)));
}

function commandsOf(words: readonly string[]): readonly (readonly string[])[] {
  return words.flatMap((word, index) => {
    const [next = "", ...args] = words.slice(index + 1);
    const rest = args.slice(0, lengthOf(args));
    if (word === "npm" && next === "run") {
      return [["npm", ...rest]];
    }
    if (word === "npm" && next === "test") {
      return [["npm", "test"]];
    }
    if (word === "npx" && next === "thoughts") {
      return [["thoughts", ...rest]];
    }
    return word === "npx" && next === "vitest" ? [["vitest", ...rest.slice(1)]] : [];
  });
}

/** How many words belong to a command. */
function lengthOf(words: readonly string[]): number {
  const end = words.findIndex((word) => ENDS.includes(word));
  return end < 0 ? words.length : end;
}

/** The words of a line, without quotes and without a comment. */
function wordsOf(line: string): readonly string[] {
  // The output of a command in a command: `eval "$(npx thoughts kubeconfig)"`.
  const flat = line.replaceAll(/"?\$\(([^)]*)\)"?/g, " ; $1 ; ");
  const words = [...flat.matchAll(/"[^"]*"|'[^']*'|\S+/g)].map(([word]) => word);
  const comment = words.findIndex((word) => word.startsWith("#"));
  return words
    .slice(0, comment < 0 ? words.length : comment)
    .flatMap((word) => (/.;$/.test(word) ? [word.slice(0, -1), ";"] : [word]))
    .map((word) => word.replaceAll(/^["'(]|["')]$/g, ""));
}
