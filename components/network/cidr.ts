/** A range of IPv4 addresses: the first one as a number, and how many leading bits all of them share. */
export interface Range {
  readonly first: number;
  readonly prefix: number;
}

const BITS = 32;

/** @returns undefined if it is no range in CIDR notation, or its first address has bits set behind the prefix */
export function parseCidr(text: string): Range | undefined {
  const [, address = "", length = ""] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text) ?? [];
  const octets = address.split(".").map(Number);
  const prefix = Number(length);
  if (address === "" || prefix > BITS || octets.some((octet) => octet > 255)) {
    return undefined;
  }
  const first = octets.reduce((value, octet) => value * 256 + octet, 0);
  return first % size(prefix) === 0 ? { first, prefix } : undefined;
}

export function formatCidr({ first, prefix }: Range): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** How many addresses a range has. */
function size(prefix: number): number {
  return 2 ** (BITS - prefix);
}

/** The block of this size that is number `index` in a range, from 0. */
export function blockOf({ first }: Range, prefix: number, index: number): Range {
  return { first: first + index * size(prefix), prefix };
}

export function contains(outer: Range, inner: Range): boolean {
  return inner.first >= outer.first && inner.first + size(inner.prefix) <= outer.first + size(outer.prefix);
}
