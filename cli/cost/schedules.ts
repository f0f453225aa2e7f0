/** A size that a group of machines gets again and again. */
export interface Schedule {
  /** cron's five fields. */
  readonly recurrence: string;
  readonly desired: number;
}

const MINUTES_OF_A_WEEK = 7 * 24 * 60;
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/**
 * How many machines there are on average over a week, if nothing else changes their number.
 * @returns undefined if a recurrence is none that says the same every week
 */
export function averageOf(schedules: readonly Schedule[]): number | undefined {
  const changes: { readonly minute: number; readonly desired: number }[] = [];
  for (const { recurrence, desired } of schedules) {
    const minutes = minutesOf(recurrence);
    if (minutes === undefined) {
      return undefined;
    }
    changes.push(...minutes.map((minute) => ({ minute, desired })));
  }
  changes.sort((a, b) => a.minute - b.minute);
  const first = changes[0];
  if (first === undefined) {
    return undefined;
  }
  const ends = [...changes.slice(1).map(({ minute }) => minute), first.minute + MINUTES_OF_A_WEEK];
  const sum = changes.reduce((all, { minute, desired }, at) => all + desired * ((ends[at] ?? minute) - minute), 0);
  return sum / MINUTES_OF_A_WEEK;
}

/** Minutes of a week at which `0 20 * * MON-FRI` is. @returns undefined for what is not the same every week */
function minutesOf(recurrence: string): readonly number[] | undefined {
  const [minute = "", hour = "", dayOfMonth, month, weekday = ""] = recurrence.trim().split(/\s+/);
  const days = daysOf(weekday);
  const isWeekly = /^\d+$/.test(minute) && /^\d+$/.test(hour) && dayOfMonth === "*" && month === "*";
  return isWeekly && days !== undefined
    ? days.map((day) => (day * 24 + Number(hour)) * 60 + Number(minute))
    : undefined;
}

function daysOf(field: string): readonly number[] | undefined {
  if (field === "*") {
    return DAYS.map((_, day) => day);
  }
  const parts = field.split(",").map((part) => part.split("-").map(dayOf));
  const days = parts.flatMap(([from, to = from]) =>
    from === undefined || to === undefined
      ? [undefined]
      : Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, at) => (from + at) % 7),
  );
  return days.every((day) => day !== undefined) ? [...new Set(days)] : undefined;
}

function dayOf(text: string): number | undefined {
  const day = DAYS.indexOf(text.toUpperCase());
  if (day >= 0) {
    return day;
  }
  return /^[0-7]$/.test(text) ? Number(text) % 7 : undefined;
}
