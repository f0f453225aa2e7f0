import { type Change, HIDDEN } from "../../engine/pulumi/change";

/** What stands in the place of a secret. */
export const SECRET = "(secret)";

/** As the engine writes it in the place of a value; behind a word it is the name of a field, as in `user[secret]`. */
const HIDDEN_VALUE = new RegExp(String.raw`(?<!\w)${HIDDEN.replace(/[[\]]/g, String.raw`\$&`)}`, "g");

/** Shorter ones are hidden where they stand, and not looked for elsewhere: too many words have them in them. */
const SHORTEST = 6;

/** What tells nothing: what is hidden already or not known yet, and a yes or no. */
const GIVEN = String.raw`\(secret\)|\(not yet known\)|(?:true|false|null)(?=[\s"'&,;}\]]|$)`;

/** Behind a name: quotes, and brackets as of `user[password]` and `password[]`, also as they are in an address or of PostgreSQL. */
const BRACKETS = String.raw`(?:\\*["']|%2[27]|\]|%5D|\[[^\]\s]*\]|%5B[^\s&=%]*%5D|(?:,\s*\w+)*\)){0,4}`;

/** Between a name and its value. `#012` is how rsyslog writes the end of a line. */
const SEPARATOR = String.raw`${BRACKETS}\s*(?:[=:]{1,2}>|[=:]{1,2}(?![>=:])|%3[AD])(?:\s|#01[1-5])*(?!#01[1-5])`;

/** Python's letters in front of a quote. */
const LETTERS = "[bfru]{1,2}";

/** A volume of a pod and a reference name a Secret, and hold none. */
const REFERENCE = String.raw`\{\s*\\*["']?(?:secretName|defaultMode|items|optional|name|key)\b`;

/** How deep braces are looked into. What is deeper, or is not closed, is hidden to the end. */
const DEPTH = 4;

/** Braces, with texts in quotes that may have braces in them. */
function nested(depth: number): string {
  const texts = String.raw`"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|\\"(?:[^"\\]|\\[^"\\]|\\\\(?:\\["\\]|[^"\\]))*\\"`;
  const inner = depth === 1 ? "" : `|${nested(depth - 1)}`;
  const within = String.raw`(?:${texts}|\\[^"]|[^[\]{}"'\\]${inner})*`;
  return String.raw`\[${within}\]|\{${within}\}`;
}

/** Keys that are secrets, such as Django's `SECRET_KEY`; a `secretKey` names a field of a Secret. */
const KEYS = "(?:(?:api|access|private|signing|encryption)[_-]?|secret[_-])key";

/** A value behind what is called a secret, at the end of a longer name too, with a number or without. The ARN of a secret is none. */
function named(before: string, value: string): RegExp {
  const name = String.raw`(?:password|passwd|pwd|passphrase|(?<!:)secret|token|${KEYS})(?:[_-]?\d+)?`;
  return new RegExp(`(${name}${SEPARATOR}${before})${value}`, "gi");
}

/** Schemes of `Authorization` that have a list: https://www.iana.org/assignments/http-authschemes/http-authschemes.xhtml */
const SCHEMES = "Digest|DPoP|Hawk|OAuth|Signature|Token|vapid|AWS4-[A-Z0-9-]+";
/** One of a list: `username="anna"` (RFC 9110, section 11.4). */
const PARAMETER = String.raw`[\w.-]+\s*=\s*(?:\\*"(?:[^"\\]|\\[^"])*(?:\\*"|$)|[^\s,"']+)`;

/** What is a secret by its form, wherever it stands; a group in front stays. */
const FORMS: readonly RegExp[] = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
  /()\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g,
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  /()\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,})/g,
  // A JSON web token: https://www.rfc-editor.org/rfc/rfc7519
  /()\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  // The password in an address, which may have an @ in it.
  /([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/]+(?=@)/gi,
  // Whoever knows it may post: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  /(https:\/\/hooks\.slack\.com\/)[\w/-]+/gi,
  // https://www.rfc-editor.org/rfc/rfc7235#section-2.1
  /(\b(?:Basic|Bearer)\s+)[\w+/.~-]{16,}=*/g,
  new RegExp(String.raw`(\b(?:${SCHEMES})\s+)${PARAMETER}(?:\s*,\s*${PARAMETER})*`, "gi"),
  named(`(?!${REFERENCE}|${GIVEN})`, String.raw`(?:${nested(DEPTH)}|[[{][^]*|\([^)]*\)[^\s"'&,;]*)`),
  // In quotes, with the spaces in it: of JSON, and of JSON within JSON.
  named(String.raw`(?:${LETTERS})?(\\*["']|%2[27])(?!\2|${GIVEN})`, String.raw`[^]*?(?:(?<!\\)(?=\2)|$)`),
  named(String.raw`["']?(?!${GIVEN}|\\+["']|%2[27]|${LETTERS}\\*["']|[[{])`, String.raw`[^\s"'&,;]+`),
];

/** What is in every text that one of these forms is in. */
const CLUE =
  /-----BEGIN|AKIA|ASIA|gh[pousr]_|github_pat_|eyJ|:\/\/|passw|pwd|passphrase|secret|token|(?:api|access|private|signing|encryption)[_-]?key|Basic|Bearer|Digest|DPoP|Hawk|OAuth|Signature|vapid|AWS4-/i;

/** Names of fields and variables that hold a secret. */
const NAMES = new RegExp(String.raw`(?:password|passwd|passphrase|secret|token|${KEYS})(?:[_-]?\d+)?$`, "i");

/** Whether what is at a path is a secret by the name of it: `env`, `POSTGRES_PASSWORD`, `value`. */
export function isSecretPath(path: readonly string[]): boolean {
  const last = path.at(-1) === "value" ? path.at(-2) : path.at(-1);
  return last !== undefined && NAMES.test(last);
}

/** Whether all that a resource of a type holds is secret. */
export function isSecretType(type: string): boolean {
  return type === "kubernetes:core/v1:Secret" || type.startsWith("aws:secretsmanager/secretVersion:");
}

/** Hides secrets in texts: those that it was told, in every form that they are written in, and what looks like one. */
export class Mask {
  /** By their first four characters, which are looked up at every place of a text; the longest first. */
  readonly #known = new Map<string, string[]>();
  readonly #firsts = new Set<number>();

  /** @param secrets in the clear */
  constructor(secrets: Iterable<string>) {
    const forms = new Set([...secrets].filter((secret) => secret.length >= SHORTEST).flatMap(formsOf));
    for (const form of [...forms].sort((a, b) => b.length - a.length)) {
      const start = form.slice(0, 4);
      this.#firsts.add(form.charCodeAt(0));
      this.#known.set(start, [...(this.#known.get(start) ?? []), form]);
    }
  }

  text(text: string): string {
    const known = this.#withoutKnown(text).replaceAll(HIDDEN_VALUE, SECRET);
    return CLUE.test(known) ? FORMS.reduce((masked, form) => masked.replace(form, `$1${SECRET}`), known) : known;
  }

  #withoutKnown(text: string): string {
    if (this.#known.size === 0) {
      return text;
    }
    let masked = "";
    let end = 0;
    for (let at = 0; at + SHORTEST <= text.length; at += 1) {
      const mayBe = this.#firsts.has(text.charCodeAt(at));
      const forms = mayBe ? this.#known.get(text.slice(at, at + 4)) : undefined;
      const found = forms?.find((form) => text.startsWith(form, at));
      if (found !== undefined) {
        masked += text.slice(end, at) + SECRET;
        at += found.length - 1;
        end = at + 1;
      }
    }
    return masked + text.slice(end);
  }
}

/** A secret as it is, in base64 at each of its three offsets, in hexadecimal, for a URL, and as JSON writes it. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = [0, 1, 2].flatMap((offset) => {
    // Characters that other bytes have a share in are left out: in front, and at the end.
    const whole = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const sure = whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const forms = [secret, json, encodeURIComponent(secret), hex, hex.toUpperCase(), ...base64];
  return forms.filter((form) => form.length >= SHORTEST);
}

/** Secrets that stand in the clear in what the engine says of changes, where they belong: in a Secret, in a password's field. */
export function secretsIn(changes: readonly Change[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { type, before, after } of changes) {
    for (const inputs of [before, after]) {
      collect(inputs, [], isSecretType(type), found);
    }
  }
  return found;
}

function collect(value: unknown, path: readonly string[], whole: boolean, found: Set<string>): void {
  if (typeof value === "string") {
    const [top = ""] = path;
    const inSecret = whole && ["data", "stringData", "secretString"].includes(top);
    if (value !== HIDDEN && (inSecret || isSecretPath(path))) {
      found.add(value);
      if (inSecret && top === "data") {
        found.add(Buffer.from(value, "base64").toString("utf8"));
      }
    }
    return;
  }
  if (typeof value !== "object" || value === null) {
    return;
  }
  // An element of a list that has a name is called by it, as a container's variables are.
  const { name } = value as { readonly name?: unknown };
  const own = typeof name === "string" && !Array.isArray(value) && /^\d+$/.test(path.at(-1) ?? "");
  const from = own ? [...path.slice(0, -1), name] : path;
  for (const [key, inner] of Object.entries(value)) {
    collect(inner, [...from, key], whole, found);
  }
}
