import { describe, expect, it } from "vitest";
import { startTime } from "../process/identity";
import { mayHold } from "./recovery";

const timestamp = "2026-11-29T20:00:00Z";
const at = (time: string) => Date.parse(`2026-11-29T${time}Z`);

describe("a lock of the engine", () => {
  it("is held by a process that started before it, and by one whose start is told a little late", () => {
    expect(mayHold({ timestamp }, at("19:59:58"))).toBe(true);
    expect(mayHold({ timestamp }, at("20:00:01"))).toBe(true);
  });

  it("is not held by a process that got the same pid later, or by none", () => {
    expect(mayHold({ timestamp }, at("21:30:00"))).toBe(false);
    expect(mayHold({ timestamp }, undefined)).toBe(false);
  });

  it("may be held if it was cut off before it said when", () => {
    expect(mayHold({ timestamp: "" }, at("21:30:00"))).toBe(true);
  });
});

describe("the start of a process", () => {
  it("is known to about a second", () => {
    const started = Date.now() - process.uptime() * 1_000;
    expect(Math.abs((startTime(process.pid) ?? 0) - started)).toBeLessThan(3_000);
  });

  it("is not known of one that is not there", () => {
    expect(startTime(2 ** 22 + 1)).toBeUndefined();
  });
});
