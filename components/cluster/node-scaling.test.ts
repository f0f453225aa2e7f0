import { describe, expect, it } from "vitest";
import { checkNodeScaling } from "./node-scaling";

const bounds = { min: 1, max: 4 };
const night = { recurrence: "0 20 * * MON-FRI", timeZone: "Europe/Berlin", desired: 1 };

describe("the scaling of nodes", () => {
  it("is a share of their processors, and times of day", () => {
    const morning = { ...night, recurrence: "0 6 * * 1-5", timeZone: "UTC", desired: 3 };
    expect(checkNodeScaling({ cpuPercent: 60, schedules: { night, morning } }, bounds)).toEqual([]);
    expect(checkNodeScaling({}, { min: 2, max: 2 })).toEqual([]);
  });

  it("may have other bounds at a time of day, in a season, within the group's", () => {
    const day = { ...night, recurrence: "0 6 * * *", desired: 3, min: 2, max: 4, end: "2027-01-07T00:00:00Z" };
    const sleep = { ...night, min: 1, max: 2 };
    expect(checkNodeScaling({ cpuPercent: 60, schedules: { day, sleep } }, bounds)).toEqual([]);
  });

  it("is refused where a bound that a schedule sets would stay for good", () => {
    const day = { ...night, recurrence: "0 6 * * *", desired: 3, min: 2 };
    expect(checkNodeScaling({ schedules: { day, night } }, bounds)).toEqual([
      { path: "schedules.night.min", message: expect.stringContaining('"day" sets it') as string },
    ]);
  });

  it.each([
    [
      "a bound outside of the group's",
      { schedules: { night: { ...night, min: 0 } } },
      "schedules.night.min",
      "0 is not between the group's min 1 and max 4",
    ],
    [
      "fewer nodes than the least of their time",
      { schedules: { night: { ...night, min: 2 } } },
      "schedules.night.desired",
      "1 nodes are not between min 2 and max 4",
    ],
    [
      "an end that is none",
      { schedules: { night: { ...night, end: "2027-02-28" } } },
      "schedules.night.end",
      '"2027-02-28" is no time',
    ],
    [
      "an end on a day that there is not",
      { schedules: { night: { ...night, end: "2027-02-30T00:00:00Z" } } },
      "schedules.night.end",
      '"2027-02-30T00:00:00Z" is no time',
    ],
    [
      "a bound that would stay after the end",
      { schedules: { night: { ...night, min: 1, end: "2027-02-28T00:00:00Z" } } },
      "schedules.night.end",
      "min and max would stay so after it",
    ],
    [
      "two at the same time",
      { schedules: { night, winter: { ...night, desired: 2 } } },
      "schedules.winter.recurrence",
      'is the time of "night" too',
    ],
    ["a share that is none", { cpuPercent: 95 }, "cpuPercent", "95 is no share"],
    [
      "a time without all its fields",
      { schedules: { night: { ...night, recurrence: "20:00" } } },
      "schedules.night.recurrence",
      '"20:00" is no time',
    ],
    [
      "a place that there is not",
      { schedules: { night: { ...night, timeZone: "Berlin" } } },
      "schedules.night.timeZone",
      '"Berlin" is no time zone',
    ],
    [
      "more nodes than there may be",
      { schedules: { night: { ...night, desired: 5 } } },
      "schedules.night.desired",
      "5 nodes are not between min 1 and max 4",
    ],
  ])("is refused with %s", (_, scaling, path, message) => {
    expect(checkNodeScaling(scaling, bounds)).toEqual([{ path, message: expect.stringContaining(message) as string }]);
  });

  it("by processors is refused where the number of nodes can't change", () => {
    expect(checkNodeScaling({ cpuPercent: 60 }, { min: 2, max: 2 })).toEqual([
      { path: "cpuPercent", message: expect.stringContaining("there are always 2 nodes") as string },
    ]);
  });
});
