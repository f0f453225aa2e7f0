/** How long the maker of something stands by one of its versions. Days as ISO 8601: `2027-03-27`. */
export interface Support {
  readonly released: string;
  /** The last day of standard support. */
  readonly standardUntil: string;
  /** The last day of extended support, which is paid for. */
  readonly extendedUntil: string;
}

/** By version, the oldest first. */
export type SupportCalendar = Readonly<Record<string, Support>>;

export type SupportVerdict =
  | { readonly kind: "supported" }
  /** It is, for the days of notice at most. */
  | { readonly kind: "ending"; readonly message: string }
  | { readonly kind: "unsupported"; readonly message: string };

export interface SupportQuestion {
  /** `Kubernetes` */
  readonly what: string;
  readonly version: string;
  readonly calendar: SupportCalendar;
  /** Whoever asks says which day it is: the same question then has the same answer on every day. */
  readonly today: string;
  /** Days before the end of standard support from which on it is ending. */
  readonly noticeDays: number;
  /** What to do about it, as the end of a sentence: `go up one minor at a time`. */
  readonly remedy: string;
}

/** Whether a version has standard support on a day. */
export function judgeSupport(question: SupportQuestion): SupportVerdict {
  const { what, version, calendar, today, noticeDays, remedy } = question;
  const support = Object.hasOwn(calendar, version) ? calendar[version] : undefined;
  const advice = `allowed are ${supportedVersions(calendar, today)}; ${remedy}.`;
  if (support === undefined) {
    return { kind: "unsupported", message: `${what} ${version} is not in the calendar of versions; ${advice}` };
  }
  const { released, standardUntil } = support;
  if (today < released) {
    return { kind: "unsupported", message: `${what} ${version} is not there before ${released}; ${advice}` };
  }
  if (today > standardUntil) {
    return {
      kind: "unsupported",
      message: `${what} ${version} has had no standard support since ${standardUntil}; ${advice}`,
    };
  }
  const left = daysBetween(today, standardUntil);
  return left > noticeDays
    ? { kind: "supported" }
    : {
        kind: "ending",
        message: `${what} ${version} has standard support until ${standardUntil}, for ${left} more days; ${advice}`,
      };
}

/** Those with standard support on a day, for people: `1.35 (until 2027-03-27)`. */
function supportedVersions(calendar: SupportCalendar, today: string): string {
  return Object.entries(calendar)
    .filter(([, { released, standardUntil }]) => released <= today && today <= standardUntil)
    .map(([version, { standardUntil }]) => `${version} (until ${standardUntil})`)
    .join(", ");
}

const DAY_MS = 24 * 60 * 60 * 1000;

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** Whether a text is a day that there is: not `2026-02-30`. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
