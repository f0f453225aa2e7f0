/** A time of day, or of another day, as people here say it: `02:13:05`, `29 Nov 02:13`. */
export function Time({ at, now }: { readonly at: Date; readonly now: Date }) {
  return <time dateTime={at.toISOString()}>{timeText(at, now)}</time>;
}

function timeText(at: Date, now: Date): string {
  const time = at.toLocaleTimeString("en-GB");
  return at.toDateString() === now.toDateString()
    ? time
    : `${at.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${time.slice(0, 5)}`;
}
