import { describe, expect, it } from "vitest";
import { exactTime, relativeTime } from "./times";

const NOW = Date.parse("2026-11-25T12:00:00Z");

describe("the time of a thought", () => {
  it.each([
    ["2026-11-25T11:59:30Z", "just now"],
    ["2026-11-25T12:00:05Z", "just now"],
    ["2026-11-25T11:58:59Z", "1 minute ago"],
    ["2026-11-25T09:30:00Z", "2 hours ago"],
    ["2026-11-24T11:00:00Z", "yesterday"],
    ["2026-10-25T12:00:00Z", "31 days ago"],
  ])("%s is, seen from now, %s", (timestamp, text) => {
    expect(relativeTime(timestamp, NOW)).toBe(text);
  });

  it("is otherwise said to the minute", () => {
    expect(exactTime("2026-11-25T09:30:59.123Z")).toBe("2026-11-25 09:30");
  });
});
