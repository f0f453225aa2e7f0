import { describe, expect, it } from "vitest";
import { fitting, leftOutText } from "./selection";

const durations = { "up.ts": 100, "keys.ts": 40, "alerts.ts": 30 };

describe("test files for a time", () => {
  it("are the quickest ones that fit, one after the other", () => {
    expect(fitting(["up.ts", "keys.ts", "alerts.ts"], durations, 75)).toEqual({
      run: ["alerts.ts", "keys.ts"],
      leftOut: ["up.ts"],
    });
    expect(fitting(["up.ts", "keys.ts"], durations, 140).leftOut).toEqual([]);
    expect(fitting(["keys.ts"], durations, -5)).toEqual({ run: [], leftOut: ["keys.ts"] });
  });

  it("are without those of which nobody knows how long they take", () => {
    expect(fitting(["new.ts", "keys.ts"], durations, 1_000)).toEqual({ run: ["keys.ts"], leftOut: ["new.ts"] });
  });

  it("are followed by what was left out, how long it takes, and the line that runs it", () => {
    expect(leftOutText({ run: [], leftOut: ["up.ts", "new.ts"] }, durations).split("\n")).toEqual([
      "Not run, because there was no time left for it:",
      "  up.ts (100 s)",
      "  new.ts (no run has said how long it takes)",
      "Run it with: npx vitest run --project engine up.ts new.ts",
    ]);
    expect(leftOutText({ run: ["up.ts"], leftOut: [] }, durations)).toBe("");
  });
});
