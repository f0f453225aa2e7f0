import { describe, expect, it } from "vitest";
import { expiredFlags, type Flag, type FlagName, FLAGS, flagsOf, flagVariables } from "./flags";

const NAMES = Object.keys(FLAGS) as FlagName[];

describe("a flag", () => {
  it("is off in production unless it was set there, whatever it is elsewhere", () => {
    expect(Object.values(flagsOf("production", {}))).toEqual(NAMES.map(() => false));
    expect(flagsOf("production", { "relative-times": true })).toMatchObject({ "relative-times": true });
    expect(flagsOf("elsewhere", {})).toMatchObject({ "relative-times": true });
    expect(flagsOf("elsewhere", { "relative-times": false })).toMatchObject({ "relative-times": false });
  });

  it("reaches the service that asks for it, as a variable, and no other service", () => {
    const flags = flagsOf("production", { "relative-times": true });
    expect(flagVariables(flags, "frontend")).toEqual({ FLAG_RELATIVE_TIMES: "on" });
    expect(flagVariables(flagsOf("production", {}), "frontend")).toEqual({ FLAG_RELATIVE_TIMES: "off" });
    expect(flagVariables(flags, "users-backend")).toEqual({});
  });

  it("has an owner, an effect, and a day on which it should be gone", () => {
    for (const [name, { owner, effect, expires }] of Object.entries<Flag>(FLAGS)) {
      expect(
        [owner, effect].every((text) => text.length > 0),
        name,
      ).toBe(true);
      expect(new Date(expires).toISOString().slice(0, 10), name).toBe(expires);
    }
  });

  it("that should be gone is named from that day on, with who decides and what to do", () => {
    const { expires } = FLAGS["relative-times"];
    expect(expiredFlags("2026-11-25")).toEqual([]);
    expect(expiredFlags(expires)).toEqual([
      expect.stringMatching(/^the flag relative-times should be gone since 2027-03-31: thoughts decides about it/),
    ]);
  });
});
