import { describe, expect, it } from "vitest";
import { checkShutdown, gracePeriod, renderDrain } from "./shutdown";

describe("a pod's end", () => {
  it("leaves time to serve and time to finish, without anybody having asked for it", () => {
    expect(renderDrain({})).toEqual({ lifecycle: { preStop: { sleep: { seconds: 15 } } } });
    expect(gracePeriod({})).toBe(40);
  });

  it("gives the processes all of their time after the drain", () => {
    expect(gracePeriod({ drainSeconds: 60 })).toBe(85);
    expect(gracePeriod({ drainSeconds: 60, finishSeconds: 1 })).toBe(61);
  });

  it("is at once where nothing is in front of it", () => {
    expect(renderDrain({ drainSeconds: 0 })).toEqual({});
  });

  it.each([
    [{ drainSeconds: -1 }, "drainSeconds", "-1 is no time to end in; use whole seconds from 0."],
    [{ drainSeconds: 1.5 }, "drainSeconds", "1.5 is no time to end in; use whole seconds from 0."],
    [{ finishSeconds: 0 }, "finishSeconds", "0 is no time to end in; use whole seconds from 1."],
  ])("%j is refused", (shutdown, path, message) => {
    expect(checkShutdown(shutdown)).toEqual([{ path, message }]);
  });
});
