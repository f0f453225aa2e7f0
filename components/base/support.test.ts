import { describe, expect, it } from "vitest";
import { isDay, judgeSupport, type SupportCalendar } from "./support";

const calendar: SupportCalendar = {
  "1.34": { released: "2025-10-02", standardUntil: "2026-12-02", extendedUntil: "2027-12-02" },
  "1.35": { released: "2026-01-27", standardUntil: "2027-03-27", extendedUntil: "2028-03-27" },
};

function judged(version: string, today: string) {
  return judgeSupport({ what: "Kubernetes", version, calendar, today, noticeDays: 90, remedy: "go up" });
}

describe("a version in the calendar of its maker", () => {
  it("is supported from its first day on", () => {
    expect(judged("1.35", "2026-01-27")).toEqual({ kind: "supported" });
    expect(judged("1.35", "2026-12-26")).toEqual({ kind: "supported" });
  });

  it("is ending from the first day of notice to the last day of standard support", () => {
    expect(judged("1.35", "2026-12-27")).toEqual({
      kind: "ending",
      message:
        "Kubernetes 1.35 has standard support until 2027-03-27, for 90 more days; " +
        "allowed are 1.35 (until 2027-03-27); go up.",
    });
    expect(judged("1.35", "2027-03-27")).toMatchObject({ kind: "ending" });
  });

  it("is refused on the day after, with what is allowed and what to do", () => {
    expect(judged("1.34", "2026-12-03")).toEqual({
      kind: "unsupported",
      message:
        "Kubernetes 1.34 has had no standard support since 2026-12-02; allowed are 1.35 (until 2027-03-27); go up.",
    });
  });

  it("is refused before its first day, and where the calendar does not know it", () => {
    expect(judged("1.35", "2026-01-26")).toMatchObject({
      message: "Kubernetes 1.35 is not there before 2026-01-27; allowed are 1.34 (until 2026-12-02); go up.",
    });
    expect(judged("1.99", "2026-11-25")).toMatchObject({
      message: expect.stringMatching(
        /^Kubernetes 1\.99 is not in the calendar of versions; allowed are 1\.34/,
      ) as string,
    });
    expect(judged("constructor", "2026-11-25")).toMatchObject({ kind: "unsupported" });
  });
});

it.each([
  ["2026-11-25", true],
  ["2028-02-29", true],
  ["2027-02-29", false],
  ["2026-13-01", false],
  ["25.11.2026", false],
  ["2026-11-25T00:00", false],
])("whether %s is a day: %s", (text, expected) => {
  expect(isDay(text)).toBe(expected);
});
