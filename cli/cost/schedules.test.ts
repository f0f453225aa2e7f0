import { describe, expect, it } from "vitest";
import { averageOf } from "./schedules";

const average = (...schedules: readonly (readonly [string, number])[]) =>
  averageOf(schedules.map(([recurrence, desired]) => ({ recurrence, desired })));

describe("the average of schedules", () => {
  it("is that of the hours of a week", () => {
    expect(average(["0 0 * * SUN", 0], ["0 12 * * SUN", 14])).toBe(13);
    expect(average(["30 6 * * *", 2], ["30 18 * * *", 1])).toBe(1.5);
    expect(average(["0 0 * * SAT,0", 0], ["0 0 * * 1-5", 7])).toBe(5);
    expect(average(["0 0 * * FRI-MON", 0], ["0 0 * * TUE", 7])).toBe(3);
  });

  it("is that of its one size where there is one", () => {
    expect(average(["0 20 * * MON-FRI", 3])).toBe(3);
  });

  it.each(["0 20 1 * *", "*/5 * * * *", "0 20 * JAN *", "0 20 * * MON#1", "@daily", ""])(
    "is not known for %j",
    (text) => {
      expect(average([text, 1], ["0 6 * * *", 2])).toBeUndefined();
    },
  );

  it("is not known where there is none", () => {
    expect(average()).toBeUndefined();
  });
});
