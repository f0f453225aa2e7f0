/** What is between two bounds: money in US dollars, hours, gigabytes. */
export interface Amount {
  readonly lowest: number;
  readonly highest: number;
  /** How much of it is known, if not all: then the bounds are those of a part, or of nothing. @default - all of it is known */
  readonly known?: "part" | "none";
}

export const NOTHING: Amount = { lowest: 0, highest: 0 };

/** What is known to be so much. */
export function exactly(value: number): Amount {
  return { lowest: value, highest: value };
}

export function between(lowest: number, highest: number): Amount {
  return { lowest, highest };
}

export function total(amounts: readonly Amount[]): Amount {
  return amounts.reduce((one, other) => between(one.lowest + other.lowest, one.highest + other.highest), NOTHING);
}

/** The sum of what is known, where so many others are not. */
export function totalWithout(unknown: number, amounts: readonly Amount[]): Amount {
  const known = total(amounts);
  return unknown === 0 ? known : { ...known, known: amounts.length === 0 ? "none" : "part" };
}

/** How much one is more than another, bound by bound. */
export function difference(before: Amount, after: Amount): Amount {
  return between(after.lowest - before.lowest, after.highest - before.highest);
}

/** `$73.00`, `$48.10 to $96.20`, `at least $48.10 to $96.20`, or `NOT KNOWN`. */
export function moneyText({ lowest, highest, known }: Amount): string {
  if (known === "none") {
    return "NOT KNOWN";
  }
  const [low, high] = [dollars(lowest), dollars(highest)];
  return `${known === "part" ? "at least " : ""}${low === high ? low : `${low} to ${high}`}`;
}

/** The bounds of a difference, the smaller one first: `+$73.00`, `-$4.80 to +$12.00`, `no change`. */
export function differenceText({ lowest, highest }: Amount): string {
  const [low, high] = [signed(Math.min(lowest, highest)), signed(Math.max(lowest, highest))];
  if (low !== high) {
    return `${low} to ${high}`;
  }
  return low === dollars(0) ? "no change" : low;
}

function signed(value: number): string {
  const text = dollars(value);
  return value > 0 && text !== dollars(0) ? `+${text}` : text;
}

function dollars(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return `${value < 0 && text !== "0.00" ? "-" : ""}$${text.replace(/\B(?=(\d{3})+\.)/g, ",")}`;
}
