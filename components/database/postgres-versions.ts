import type { Problem } from "../base/problems";
import type { SupportCalendar } from "../base/support";

/**
 * The major versions of PostgreSQL that RDS has. Extended support, which is paid for, has to be ordered when a server is
 * made; without it AWS brings a server to the next major version by itself.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
export const RDS_POSTGRES_CALENDAR = {
  "15": { released: "2023-02-27", standardUntil: "2028-02-29", extendedUntil: "2031-02-28" },
  "16": { released: "2023-11-17", standardUntil: "2029-02-28", extendedUntil: "2032-02-29" },
  "17": { released: "2024-11-13", standardUntil: "2030-02-28", extendedUntil: "2033-02-28" },
} as const satisfies SupportCalendar;

/** The 15 of `15` and of `15.20`. */
export function majorOf(version: string): string {
  return version.split(".")[0] ?? "";
}

/** Whether a version names its minor one: `15.20`, and not `15`. */
export function isMinor(version: string): boolean {
  return majorOf(version) !== version;
}

/** What allows a step to another major version names the one that is wanted. */
export function checkUpgrade({
  version,
  upgradeTo = majorOf(version),
}: {
  readonly version: string;
  readonly upgradeTo?: string | undefined;
}): readonly Problem[] {
  const message = `"${upgradeTo}" is not the major version that it gets, "${majorOf(version)}"; name this one, or none.`;
  return upgradeTo === majorOf(version) ? [] : [{ path: "upgradeTo", message }];
}
