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

  it.each([
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
