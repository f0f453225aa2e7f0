/** A version such as `v1.6`, and what `git describe` makes of a later commit: `v1.6-3-g2257f9c`. */
const VERSION = /^v\d+(\.\d+)*(-[0-9A-Za-z.-]+)?$/;

const natural = new Intl.Collator("en", { numeric: true });

export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** The order of two versions: v1.10 is later than v1.9. */
export function compareVersions(one: string, other: string): number {
  return natural.compare(one, other);
}

/** Whether what was found is a version, and no earlier one than the minimum. */
export function isAtLeast(minimum: string, found: string): boolean {
  return isVersion(found) && compareVersions(minimum, found) <= 0;
}
