const KEYWORDS = ["and", "or", "unless", "bool", "group_left", "group_right"];

/** The names of series in an expression: words that are no label, no function and no keyword. */
export function seriesIn(expr: string): readonly string[] {
  const bare = expr
    .replace(/"[^"]*"/g, "")
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, "")
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, "")
    .replace(/\boffset\s+\w+/g, "");
  const words = bare.match(/[a-zA-Z_:][\w:]*(?!\s*\()\b/g) ?? [];
  return words.filter((word) => !KEYWORDS.includes(word));
}
