/** How pages write when something was: of a timestamp, a text. */
export type TimeText = (timestamp: string) => string;

/** `2026-11-25 09:30` */
export const exactTime: TimeText = (timestamp) => timestamp.slice(0, 16).replace("T", " ");

const UNITS = [
  ["day", 24 * 60 * 60],
  ["hour", 60 * 60],
  ["minute", 60],
] as const;

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** `2 hours ago`, by the largest unit that fits. @param now in milliseconds. @default - the time at which it is asked */
export function relativeTime(timestamp: string, now = Date.now()): string {
  const seconds = (now - Date.parse(timestamp)) / 1_000;
  const unit = UNITS.find(([, size]) => seconds >= size);
  return unit === undefined ? "just now" : words.format(-Math.floor(seconds / unit[1]), unit[0]);
}
