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
const USER_INFO: LogMask = {
  regex: `(?i)([a-z][a-z0-9+.-]*:(?:\\\\?/){2})[^\\s/?#"'<>\\\\]+@`,
  replaceWith: "${1}***@",
};

/**
 * Schemes of the header `Authorization`: those of the register, and those that are used without being in it.
 * @see https://www.iana.org/assignments/http-authschemes/http-authschemes.xhtml
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
const SCHEMES =
  "(?:Basic|Bearer|Concealed|Digest|DPoP|GNAP|HOBA|Mutual|Negotiate|OAuth|PrivateToken|SCRAM-SHA-(?:1|256)|vapid" +
  "|Token|NTLM|Hawk|Signature|AWS4-[A-Z0-9-]+)";

/** What follows a scheme that has a list: `username="anna", response="6629"` (RFC 9110, section 11.4). */
const PARAMETER = `[\\w.-]+\\s*=\\s*(?:\\\\*"(?:[^"\\\\]|\\\\[^"])*(?:\\\\*"|$)|[^\\s,"']+)`;
const PARAMETERS: LogMask = {
  regex: `(?i)(\\b${SCHEMES}\\s+)${PARAMETER}(?:\\s*,\\s*${PARAMETER})*`,
  replaceWith: "${1}***",
};

/** A field that is called so holds a secret, and so does one with such a word anywhere in its name: `PGPASSWORD`, `password1`. */
const SECRET_WORD = /passw|passphrase|pwd|secret|token|key|auth|cookie|session/i;

/** What is a secret by its form: a private key, and a JSON web token (https://www.rfc-editor.org/rfc/rfc7519). */
const FORMS: readonly LogMask[] = [
  {
    regex: "(?s)()-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)",
    replaceWith: "${1}***",
  },
  { regex: "(\\b)eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*", replaceWith: "${1}***" },
];

/** PostgreSQL shows all values of a row that it refuses: https://www.postgresql.org/docs/current/error-message-reporting.html */
const ROW: LogMask = {
  regex: "(?is)(\\bFailing row contains\\s+)\\(.*?(?:\\)\\.(?:\\s|#01[1-5]|\\\\|$)|$)",
  replaceWith: "${1}***",
};

/** White space, and the way in which rsyslog writes it: `#` and the character's octal number. */
const BLANKS = "(?:\\s|#01[1-5])*";

/** How deep braces are looked into. What is deeper, or is not closed, is hidden to the end. */
const DEPTH = 4;

/**
 * What hides values in a text: those of fields, and the user and password that an address has in front of its host. A field is written
 * `name=value`, `name: value`, `"name":"value"`, also escaped in a text within JSON, or with brackets: `name[]=value`,
 * `user[name]=value`, and PostgreSQL's `(name)=(value)`. A longer name that ends in it counts too: `lastSearch`; a word for a
 * secret counts anywhere in a name.
 * @param fields in any case, such as `api_key`
 */
export function logMasks(fields: readonly string[]): readonly LogMask[] {
  const named: readonly LogMask[] = fields.length === 0 ? [] : [{ regex: namedValue(fields), replaceWith: "${1}***" }];
  return [...FORMS, ROW, USER_INFO, PARAMETERS, ...named];
}

function namedValue(fields: readonly string[]): string {
  const brackets = `(?:\\\\*["']|%2[27]|\\]|%5D|\\[[^\\]\\s]*\\]|%5B[^\\s&=%]*%5D|(?:,\\s*\\w+)*\\))*`;
  const separator = `${BLANKS}(?:[=:]{1,2}>?|%3[AD])${BLANKS}`;
  return `(?is)(${nameOf(fields)}${brackets}${separator}(?:${SCHEMES}\\s+)?)(?:${valueForms().join("|")})`;
}

/** A quoted text ends with its quote, or where there is none with the text; Python has letters in front of it: `b'…'`. */
function valueForms(): readonly string[] {
  const quoted = [
    ['"', "'"],
    ["'", '"'],
  ].flatMap(([quote, other]) => [
    `[bfru]{0,2}${quote}(?:[^${quote}\\\\]|\\\\.)*(?:${quote}|\\\\?$)`,
    // Of a text that is in a text of JSON itself: a quote within it has three backslashes.
    `[bfru]{0,2}\\\\${quote}(?:[^"'\\\\]|${other}|\\\\[^"'\\\\]|\\\\\\\\(?:\\\\["'\\\\]|[^"'\\\\]))*(?:\\\\${quote})?`,
    `[bfru]{0,2}\\\\{2,}${quote}.*?(?:\\\\{2,}${quote}|$)`,
  ]);
  const plain = `(?:[^\\s"'&,;}\\\\]|\\\\[^\\s"])`;
  return [...quoted, "%2[27].*?(?:%2[27]|$)", nested(DEPTH), "[[{].*", `\\([^)]*${plain}*`, `${plain}+`];
}

/** Braces, with texts in quotes that may have braces in them. */
function nested(depth: number): string {
  const texts = [
    `"(?:[^"\\\\]|\\\\.)*"`,
    `'(?:[^'\\\\]|\\\\.)*'`,
    `\\\\"(?:[^"\\\\]|\\\\[^"\\\\]|\\\\\\\\(?:\\\\["\\\\]|[^"\\\\]))*\\\\"`,
  ];
  const inner = depth === 1 ? [] : [nested(depth - 1)];
  const within = `(?:${[...texts, `\\\\[^"]`, `[^][{}"'\\\\]`, ...inner].join("|")})*`;
  return `\\[${within}\\]|\\{${within}\\}`;
}

/** A word for a secret anywhere in a name; other fields at the end of one, with a number or words behind them. */
function nameOf(fields: readonly string[]): string {
  const secrets = fields.filter((field) => SECRET_WORD.test(field));
  const others = fields.filter((field) => !SECRET_WORD.test(field));
  const names = [
    ...(secrets.length > 0 ? [`(?:${secrets.join("|")})[\\w.-]*`] : []),
    ...(others.length > 0 ? [`(?:${nameEnd(others)})(?:\\d+|[_-]\\w+)*`] : []),
  ];
  return `(?:${names.join("|")})`;
}

/**
 * Where a name ends in a field: as a word of its own, or as the last one of `refreshToken` and `IDToken`, but not of `research`.
 * The end of an escaped character may stand in front of it.
 */
function nameEnd(fields: readonly string[]): string {
  const words = fields.map((field) => ({ first: field.charAt(0), rest: field.slice(1) }));
  const capital = (rest: (word: string) => string) =>
    words.map((word) => `${word.first.toUpperCase()}${rest(word.rest)}`).join("|");
  return [
    `(?:\\b|_|%[0-9a-f]{2}|#[0-7]{3}|\\\\[nrt])(?:${fields.join("|")})`,
    `(?-i:[a-z0-9](?:${capital((rest) => `(?i:${rest})`)}))`,
    `(?-i:[A-Z](?:${capital((rest) => rest.toLowerCase())}))`,
  ].join("|");
}
