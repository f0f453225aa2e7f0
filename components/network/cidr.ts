import { Netmask } from "netmask";

/**
 * A range of IPv4 addresses.
 * @returns undefined if it is no range in CIDR notation, or its first address has bits set behind the prefix
 */
export function parseCidr(text: string): Netmask | undefined {
  try {
    const range = new Netmask(text);
    // The library also takes what AWS does not: IPv6, a mask for a prefix, octal numbers, bits behind the prefix.
    return !text.includes(":") && String(range) === text ? range : undefined;
  } catch {
    return undefined;
  }
}

/** The block of this size that is number `index` in a range, from 0. */
export function blockOf(range: Netmask, prefix: number, index: number): Netmask {
  return new Netmask(`${range.base}/${prefix}`).next(index);
}
