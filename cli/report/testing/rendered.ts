import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Marked, type Tokens } from "marked";

/** A comment as a page that looks as it does on GitHub: in its style, with its boxes, and with its colours of differences. */
export function rendered(comment: string): string {
  const style = readFileSync(
    createRequire(__filename).resolve("github-markdown-css/github-markdown-light.css"),
    "utf8",
  );
  const marked = new Marked({ gfm: true });
  marked.use({ renderer: { code: ({ text, lang }) => block(text, lang), blockquote: (quote) => box(quote, marked) } });
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Comment</title>',
    `<style>${style}\n${OWN}</style></head>`,
    `<body><article class="markdown-body">${marked.parse(comment, { async: false })}</article></body></html>`,
  ].join("\n");
}

/** Around the comment, as on a pull request; and what GitHub colours by scripts. */
const OWN = `
body { margin: 0; padding: 16px; box-sizing: border-box; }
.markdown-body { border: 1px solid #d1d9e0; border-radius: 6px; padding: 16px; }
.ins { color: #116329; background: #dafbe1; } .del { color: #82071e; background: #ffebe9; }
.upd { color: #953800; } .hunk { color: #8250df; font-weight: bold; }
.drawn { border: 1px dashed #d1d9e0; padding: 8px; }
`;

const LINES: readonly (readonly [start: string, name: string])[] = [
  ["@@", "hunk"],
  ["+", "ins"],
  ["-", "del"],
  ["!", "upd"],
];

function block(text: string, language: string | undefined): string {
  if (language === "mermaid") {
    return `<div class="drawn">GitHub draws ${text.split("\n").length} lines of mermaid here</div>`;
  }
  const lines = text.split("\n").map((line) => {
    const name = language === "diff" ? LINES.find(([start]) => line.startsWith(start))?.[1] : undefined;
    return `<span class="${name ?? "plain"}">${escaped(line)}</span>`;
  });
  return `<div class="highlight"><pre>${lines.join("\n")}</pre></div>`;
}

const KINDS = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

function box({ text, tokens }: Tokens.Blockquote, marked: Marked): string {
  const [, kind = "", rest = ""] = /^\[!([A-Z]+)\]\n([\s\S]*)$/.exec(text) ?? [];
  if (!KINDS.includes(kind)) {
    return `<blockquote>${marked.parser(tokens)}</blockquote>`;
  }
  const name = kind.toLowerCase();
  const title = `<p class="markdown-alert-title">${kind.charAt(0)}${kind.slice(1).toLowerCase()}</p>`;
  return `<div class="markdown-alert markdown-alert-${name}">${title}${marked.parse(rest, { async: false })}</div>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
