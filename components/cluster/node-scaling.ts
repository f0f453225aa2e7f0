import { type Problem, under } from "../base/problems";

/** Another number of nodes at a time of day. */
export interface NodeSchedule {
  /** When: minute, hour, day of the month, month and day of the week, as cron has them. */
  readonly recurrence: string;
  /** Of the IANA database: `Europe/Berlin`. */
  readonly timeZone: string;
  /** How many nodes then, between the least and the most. */
  readonly desired: number;
  /** The least from then on, such as by day, when processors alone would leave fewer. @default - it stays as it is */
  readonly min?: number;
  /** The most from then on. @default - it stays as it is */
  readonly max?: number;
  /**
   * After it this does not come again: `2027-01-07T00:00:00Z`, for a season. Then take the schedule out: AWS makes none whose
   * end is over, and one that has ended may be reported as gone by `npx thoughts drift`.
   * @default - it always comes again
   */
  readonly end?: string;
}

/** What changes the number of a group's nodes by itself. */
export interface NodeScaling {
  /** Nodes come and go to keep their processors at this share, in percent. @default - they do not */
  readonly cpuPercent?: number;
  /** By name, such as `night`. @default - none */
  readonly schedules?: Readonly<Record<string, NodeSchedule>>;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

type Counts = Pick<NodeSchedule, "min" | "desired" | "max">;

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html */
const CRON = /^(\S+ ){4}\S+$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const CRON_FIELD = /^(\*|[\d,\-/*]+|[A-Za-z]{3}([,-][A-Za-z]{3})*)$/;

export function checkNodeScaling({ cpuPercent, schedules = {} }: NodeScaling, bounds: Bounds): readonly Problem[] {
  return [
    ...(cpuPercent === undefined ? [] : checkCpu(cpuPercent, bounds)),
    ...Object.entries(schedules).flatMap(([name, schedule]) =>
      under(`schedules.${name}`, [
        ...checkSchedule(schedule, bounds),
        ...checkTakenBack(schedule, schedules),
        ...checkTime(name, schedules),
      ]),
    ),
  ];
}

function checkCpu(percent: number, { min, max }: Bounds): readonly Problem[] {
  if (!Number.isInteger(percent) || percent < 10 || percent > 90) {
    return [
      {
        path: "cpuPercent",
        message: `${percent} is no share to keep processors at; use a whole number from 10 to 90.`,
      },
    ];
  }
  return min === max
    ? [
        {
          path: "cpuPercent",
          message: `there are always ${max} nodes, so it would do nothing; raise max, or leave it out.`,
        },
      ]
    : [];
}

function checkSchedule(
  { recurrence, timeZone, desired, min, max, end }: NodeSchedule,
  bounds: Bounds,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (!CRON.test(recurrence) || !recurrence.split(" ").every((field) => CRON_FIELD.test(field))) {
    problems.push({ path: "recurrence", message: `"${recurrence}" is no time; use one such as "0 20 * * MON-FRI".` });
  }
  if (timeZone !== "UTC" && !Intl.supportedValuesOf("timeZone").includes(timeZone)) {
    problems.push({ path: "timeZone", message: `"${timeZone}" is no time zone; use one such as "Europe/Berlin".` });
  }
  if (end !== undefined && !isInstant(end)) {
    problems.push({ path: "end", message: `"${end}" is no time; use one such as "2027-01-07T00:00:00Z".` });
  }
  return [...problems, ...checkCounts({ min, desired, max }, bounds)];
}

/** JavaScript takes the 30th of February for the 2nd of March. */
function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return INSTANT.test(text) && !Number.isNaN(time) && new Date(time).toISOString() === text.replace("Z", ".000Z");
}

/** Its own bounds may be narrower than the group's, never wider: what a cluster costs and holds is computed by the group's. */
function checkCounts({ min, desired, max }: Counts, bounds: Bounds): readonly Problem[] {
  const outside = (count: number) => !Number.isInteger(count) || count < bounds.min || count > bounds.max;
  const own = [
    ["min", min],
    ["max", max],
  ] as const;
  const wide = own.flatMap(([path, count]) =>
    count === undefined || !outside(count)
      ? []
      : [
          {
            path,
            message: `${count} is not between the group's min ${bounds.min} and max ${bounds.max}; change those.`,
          },
        ],
  );
  const [least, most] = [min ?? bounds.min, max ?? bounds.max];
  return Number.isInteger(desired) && desired >= least && desired <= most
    ? wide
    : [
        ...wide,
        {
          path: "desired",
          message: `${desired} nodes are not between min ${least} and max ${most}; change min or max with it.`,
        },
      ];
}

/** A bound that one schedule sets stays until another one sets it. */
function checkTakenBack(schedule: NodeSchedule, all: Readonly<Record<string, NodeSchedule>>): readonly Problem[] {
  const setsBounds = schedule.min !== undefined || schedule.max !== undefined;
  if (schedule.end !== undefined && setsBounds && Object.values(all).every(({ end }) => end !== undefined)) {
    return [
      { path: "end", message: "min and max would stay so after it; let a schedule without an end set them back." },
    ];
  }
  return (["min", "max"] as const).flatMap((path) => {
    const setter = Object.entries(all).find(([, other]) => other[path] !== undefined)?.[0];
    return setter === undefined || schedule[path] !== undefined
      ? []
      : [{ path, message: `is missing: "${setter}" sets it, and it would stay so; say it in each schedule.` }];
  });
}

/**
 * AWS takes one schedule of a group for each time.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html#scheduled-scaling-limitations
 */
function checkTime(name: string, all: Readonly<Record<string, NodeSchedule>>): readonly Problem[] {
  const names = Object.keys(all);
  const timeOf = (one: string) => `${all[one]?.recurrence ?? ""} ${all[one]?.timeZone ?? ""}`;
  const earlier = names.slice(0, names.indexOf(name)).find((other) => timeOf(other) === timeOf(name));
  return earlier === undefined
    ? []
    : [
        {
          path: "recurrence",
          message: `is the time of "${earlier}" too, and AWS takes one for each time; use another minute.`,
        },
      ];
}
