/** Gives the value of a policy variable's key; `undefined` if the call has none, or several. */
export type Lookup = (key: string) => string | undefined;

/** A piece of a pattern: text as it is, or a wildcard. */
type Piece = { readonly text: string } | { readonly wildcard: "*" | "?" };

const VARIABLE = /\$\{([^}]*)\}/g;

function wildcards(text: string): Piece[] {
  return text
    .split(/([*?])/)
    .filter((part) => part !== "")
    .map((part) => (part === "*" || part === "?" ? { wildcard: part } : { text: part }));
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; `${key, 'text'}` is the text where there is no key. */
function variable(body: string, lookup: Lookup): string | undefined {
  if (["*", "?", "$"].includes(body)) return body;
  const [, key = "", fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/.exec(body) ?? [];
  return lookup(key) ?? fallback;
}

/**
 * What a pattern consists of. What a variable stands for is text, whatever characters it has.
 *
 * @param lookup absent where variables are not known, as in version 2008-10-17
 * @returns `undefined` if a variable has no value: nothing is equal to it or like it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value)
 */
function pieces(pattern: string, lookup: Lookup | undefined): Piece[] | undefined {
  if (!lookup) return wildcards(pattern);
  const found: Piece[] = [];
  let from = 0;
  for (const match of pattern.matchAll(VARIABLE)) {
    const value = variable(match[1] ?? "", lookup);
    if (value === undefined) return undefined;
    found.push(...wildcards(pattern.slice(from, match.index)), { text: value });
    from = match.index + match[0].length;
  }
  return [...found, ...wildcards(pattern.slice(from))];
}

function expression(parts: readonly Piece[], any: string): string {
  const source = parts.map((piece) =>
    "text" in piece ? piece.text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : piece.wildcard === "*" ? `${any}*` : any,
  );
  return source.join("");
}

/** Text with `*` for any characters and `?` for one. */
export function matchesLike(pattern: string, value: string, lookup?: Lookup): boolean {
  const parts = pieces(pattern, lookup);
  return parts !== undefined && new RegExp(`^${expression(parts, "[^]")}$`).test(value);
}

/** Text as it is, after its variables. */
export function matchesText(pattern: string, value: string, lookup?: Lookup): boolean {
  if (!lookup) return pattern === value;
  const parts = pieces(pattern, lookup);
  return parts?.map((piece) => ("text" in piece ? piece.text : piece.wildcard)).join("") === value;
}

/** By pattern: the same few hundred are asked about each call. */
const actions = new Map<string, RegExp>();

/** Letters of an action have no case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export function matchesAction(pattern: string, action: string): boolean {
  const known = actions.get(pattern) ?? new RegExp(`^${expression(wildcards(pattern.toLowerCase()), "[^]")}$`);
  actions.set(pattern, known);
  return known.test(action.toLowerCase());
}

/** The six components of an ARN; colons of the last one belong to it. */
function components(arn: string): readonly string[] {
  const [parts, rest] = [arn.split(/:(?![^{]*\})/).slice(0, 5), arn.split(/:(?![^{]*\})/).slice(5)];
  return rest.length > 0 ? [...parts, rest.join(":")] : parts;
}

/**
 * `ArnLike` and `ArnEquals`: each of the six components is compared by itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: string, arn: string, lookup?: Lookup): boolean {
  if (pattern === "*") return true;
  const [wanted, given] = [components(pattern), components(arn)];
  return wanted.length === given.length && wanted.every((part, index) => matchesLike(part, given[index] ?? "", lookup));
}

/**
 * `Resource`: wildcards stay within a segment, except a `*` that ends its segment, which goes on over colons, and those of
 * the last component. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesResource(pattern: string, arn: string, lookup?: Lookup): boolean {
  const segments = components(pattern);
  const sources = segments.map((segment, index) => {
    const parts = pieces(segment, lookup);
    if (!parts) return undefined;
    const last = parts.at(-1);
    if (index === 5) return expression(parts, "[^]");
    if (last && "wildcard" in last && last.wildcard === "*") return `${expression(parts.slice(0, -1), "[^:]")}[^]*`;
    return expression(parts, "[^:]");
  });
  return !sources.includes(undefined) && new RegExp(`^${sources.join(":")}$`).test(arn);
}

/** @throws if AWS would refuse the pattern: a service can't be given by a wildcard. */
export function checkResourcePattern(pattern: string, where: string): void {
  const [scheme, , service = ""] = components(pattern);
  if (scheme === "arn" && /[*?]/.test(service)) {
    throw new Error(`${where}: the resource ${pattern} has a wildcard for its service. Name the service.`);
  }
}
