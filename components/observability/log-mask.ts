import type { Problem } from "../base/problems";

/** A name of a field becomes a part of a regular expression. */
export function checkMaskedFields(fields: readonly string[]): readonly Problem[] {
  return fields
    .filter((field) => !/^[\w-]+$/.test(field))
    .map((field) => ({
      path: "maskedFields",
      message: `"${field}" is no name of a field; use letters, digits, "_" and "-".`,
    }));
}

/**
 * Operators of an OpenTelemetry Collector that hide values of these fields, and who an address names, in each line.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/stanza/docs/operators/regex_replace.md
 */
export function maskingOperators(fields: readonly string[]): readonly object[] {
  return logMasks(fields).map(({ regex, replaceWith }) => ({
    type: "regex_replace",
    field: "body",
    regex,
    // A `$` is doubled, or the collector takes it for a variable of its own.
    replace_with: replaceWith.replaceAll("$", "$$$$"),
  }));
}

/** A replacement in each line: Go's regular expressions, where a group may have flags of its own, and `$` is not used. */
export interface LogMask {
  /** The first group stays. */
  readonly regex: string;
  readonly replaceWith: string;
}

/** A password or a token in an address, in front of its host; JSON may write `/` as `\/`. */
const USER_INFO: LogMask = { regex: `([a-z][a-z0-9+.-]*:(?:\\\\?/){2})[^\\s/?#"'<>\\\\]+@`, replaceWith: "${1}***@" };

/**
 * What hides values in a line: those of fields, and the user and password that an address has in front of its host. A field is written
 * `name=value`, `name: value`, `"name":"value"`, also escaped in a text within JSON, or with brackets: `name[]=value`,
 * `user[name]=value`. A longer name that ends in it counts too: `DB_PASSWORD`, `refreshToken`.
 * @param fields in any case, such as `api_key`
 */
export function logMasks(fields: readonly string[]): readonly LogMask[] {
  return fields.length === 0 ? [USER_INFO] : [USER_INFO, { regex: namedValue(fields), replaceWith: "${1}***" }];
}

function namedValue(fields: readonly string[]): string {
  const brackets = `(?:\\\\*["']|\\]|%5D|\\[[^\\]\\s]*\\]|%5B[^\\s&=%]*%5D)*`;
  const scheme = `(?:(?:Bearer|Basic|Token|Digest)\\s+)?`;
  const values = [
    `"(?:[^"\\\\]|\\\\.)*"`,
    `'(?:[^'\\\\]|\\\\.)*'`,
    `\\\\+".*?\\\\+"`,
    `\\[[^\\]]*\\]`,
    `\\{[^}]*\\}`,
    `(?:[^\\s"'&,;}\\\\]|\\\\[^\\s"])+`,
  ];
  return `(?i)(${nameEnd(fields)}(?:[_-]\\w+)*${brackets}\\s*[=:]>?\\s*${scheme})(?:${values.join("|")})`;
}

/** Where a name ends in a field: as a word of its own, or as the last one of `refreshToken` and `IDToken`, but not of `research`. */
function nameEnd(fields: readonly string[]): string {
  const words = fields.map((field) => ({ first: field.charAt(0), rest: field.slice(1) }));
  const capital = (rest: (word: string) => string) =>
    words.map((word) => `${word.first.toUpperCase()}${rest(word.rest)}`).join("|");
  return [
    `(?:(?:\\b|_|%5B)(?:${fields.join("|")})`,
    `(?-i:[a-z0-9](?:${capital((rest) => `(?i:${rest})`)}))`,
    `(?-i:[A-Z](?:${capital((rest) => rest.toLowerCase())})))`,
  ].join("|");
}
