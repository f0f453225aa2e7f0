/** A time as stack files have it: in UTC, to the second, `2026-11-30T08:15:00Z`. */
export function timeText(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
