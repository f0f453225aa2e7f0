import { type Problem, under } from "../base/problems";

/** Another number of nodes at a time of day. */
export interface NodeSchedule {
  /** When: minute, hour, day of the month, month and day of the week, as cron has them. */
  readonly recurrence: string;
  /** Of the IANA database: `Europe/Berlin`. */
  readonly timeZone: string;
  /** How many nodes then, between the group's least and most. */
  readonly desired: number;
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

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html */
const CRON = /^(\S+ ){4}\S+$/;
const CRON_FIELD = /^(\*|[\d,\-/*]+|[A-Za-z]{3}([,-][A-Za-z]{3})*)$/;

export function checkNodeScaling({ cpuPercent, schedules = {} }: NodeScaling, bounds: Bounds): readonly Problem[] {
  return [
    ...(cpuPercent === undefined ? [] : checkCpu(cpuPercent, bounds)),
    ...Object.entries(schedules).flatMap(([name, schedule]) =>
      under(`schedules.${name}`, checkSchedule(schedule, bounds)),
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

function checkSchedule({ recurrence, timeZone, desired }: NodeSchedule, { min, max }: Bounds): readonly Problem[] {
  const problems: Problem[] = [];
  if (!CRON.test(recurrence) || !recurrence.split(" ").every((field) => CRON_FIELD.test(field))) {
    problems.push({ path: "recurrence", message: `"${recurrence}" is no time; use one such as "0 20 * * MON-FRI".` });
  }
  if (timeZone !== "UTC" && !Intl.supportedValuesOf("timeZone").includes(timeZone)) {
    problems.push({ path: "timeZone", message: `"${timeZone}" is no time zone; use one such as "Europe/Berlin".` });
  }
  if (!Number.isInteger(desired) || desired < min || desired > max) {
    problems.push({
      path: "desired",
      message: `${desired} nodes are not between min ${min} and max ${max}; change min or max with it.`,
    });
  }
  return problems;
}
