/**
 * Text that nobody here has written, as code in a line, and not in a table: nothing in it is Markdown, HTML or a mention.
 * @see https://github.github.com/gfm/#code-spans
 */
export function code(text: string): string {
  const fence = "`".repeat(1 + longestRun(text));
  // A code span can't be empty, and one that begins or ends with a backquote or with spaces needs spaces of its own.
  const needsSpace = text === "" || /^[` ]|[` ]$/.test(text);
  const inner = needsSpace ? ` ${text} ` : text;
  return `${fence}${inner.replace(/[\r\n]+/g, " ")}${fence}`;
}

/** Behind these GitHub would look for a person or an issue. A space without width keeps them apart. */
const REFERENCES = ["@", "#"];

/**
 * A sentence with what nobody here has written in it: nothing in it is Markdown, HTML, a mention, a link or an emoji.
 * @see https://github.github.com/gfm/#entity-and-numeric-character-references
 * @see https://github.github.com/gfm/#autolinks-extension- what is a link without any brackets
 */
export function plain(text: string): string {
  return text
    .replace(/[\r\n]+/g, " ")
    .replace(
      /[\\`*_{}[\]<>#|~&$@]|:(?=\S)|(?<=www)\./gi,
      (character) => `&#${character.charCodeAt(0)};${REFERENCES.includes(character) ? "&#8203;" : ""}`,
    );
}

/** Lines in a block of code, which no line of it can end. @see https://github.github.com/gfm/#fenced-code-blocks */
export function fence(language: string, lines: readonly string[]): string {
  const text = lines.join("\n");
  const marks = "`".repeat(Math.max(3, 1 + longestRun(text)));
  return `${marks}${language}\n${text}\n${marks}`;
}

/** How many backquotes follow each other at most. */
function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
