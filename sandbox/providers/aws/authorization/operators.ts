import ipaddr from "ipaddr.js";
import { type Lookup, matchesArn, matchesLike, matchesText } from "./pattern";

/** Whether a value of a call matches a value of a policy. */
export type Matcher = (wanted: string, given: string, lookup: Lookup | undefined) => boolean;

export interface Comparison {
  readonly matches: Matcher;
  readonly negated: boolean;
}

/** Only strings, ARNs and Bool know variables. */
const without =
  (matches: (wanted: string, given: string) => boolean): Matcher =>
  (wanted, given) =>
    matches(wanted, given);

function ignoringCase(wanted: string, given: string, lookup: Lookup | undefined): boolean {
  return matchesText(wanted.toLowerCase(), given.toLowerCase(), lookup && ((key) => lookup(key)?.toLowerCase()));
}

/** An address without a prefix length is that address alone. */
function inRange(wanted: string, given: string): boolean {
  const [address, length] = wanted.includes("/") ? ipaddr.parseCIDR(wanted) : [ipaddr.parse(wanted), undefined];
  const found = ipaddr.parse(given);
  const bits = length ?? (address.kind() === "ipv4" ? 32 : 128);
  return found.kind() === address.kind() && found.match(address, bits);
}

function toNumber(text: string): number {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

/** Milliseconds of a date by https://www.w3.org/TR/NOTE-datetime, or of seconds since 1970. */
function toTime(text: string): number {
  if (/^\d{5,}$/.test(text)) return Number(text) * 1000;
  return /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
}

/** What is no number, or no date, is not equal to anything, less or greater. */
function ordered(prefix: string, read: (text: string) => number): Record<string, Comparison> {
  const by = (compare: (given: number, wanted: number) => boolean, negated = false): Comparison => ({
    negated,
    matches: without((wanted, given) => compare(read(given), read(wanted))),
  });
  return {
    [`${prefix}Equals`]: by((given, wanted) => given === wanted),
    [`${prefix}NotEquals`]: by((given, wanted) => given === wanted, true),
    [`${prefix}LessThan`]: by((given, wanted) => given < wanted),
    [`${prefix}LessThanEquals`]: by((given, wanted) => given <= wanted),
    [`${prefix}GreaterThan`]: by((given, wanted) => given > wanted),
    [`${prefix}GreaterThanEquals`]: by((given, wanted) => given >= wanted),
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html, without BinaryEquals. */
const OPERATORS: ReadonlyMap<string, Comparison> = new Map(
  Object.entries<Comparison>({
    StringEquals: { negated: false, matches: matchesText },
    StringNotEquals: { negated: true, matches: matchesText },
    StringEqualsIgnoreCase: { negated: false, matches: ignoringCase },
    StringNotEqualsIgnoreCase: { negated: true, matches: ignoringCase },
    StringLike: { negated: false, matches: matchesLike },
    StringNotLike: { negated: true, matches: matchesLike },
    ArnEquals: { negated: false, matches: matchesArn },
    ArnLike: { negated: false, matches: matchesArn },
    ArnNotEquals: { negated: true, matches: matchesArn },
    ArnNotLike: { negated: true, matches: matchesArn },
    Bool: { negated: false, matches: ignoringCase },
    IpAddress: { negated: false, matches: without(inRange) },
    NotIpAddress: { negated: true, matches: without(inRange) },
    ...ordered("Numeric", toNumber),
    ...ordered("Date", toTime),
  }),
);

/** The operator of a name, without its prefix and `IfExists`; `undefined` if there is none. */
export function matcherOf(name: string): Comparison | undefined {
  return OPERATORS.get(name);
}
