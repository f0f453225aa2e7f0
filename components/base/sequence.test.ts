import { describe, expect, it } from "vitest";
import { handler } from "./sequence-provider.js";

const provider = handler();
const what = "the rotation";

async function refusals(from: number | undefined, to: number, notBefore?: string): Promise<readonly string[]> {
  const olds = from === undefined ? {} : { what, position: from };
  const { failures } = await provider.check(olds, { what, position: to, ...(notBefore && { notBefore }) });
  return failures.map(({ reason }) => reason);
}

describe("a sequence", () => {
  it("goes a step on, a step back, or stays", async () => {
    expect([await refusals(3, 4), await refusals(3, 2), await refusals(3, 3)]).toEqual([[], [], []]);
  });

  it("may begin anywhere", async () => {
    expect(await refusals(undefined, 4)).toEqual([]);
  });

  it("leaves no step out, in neither direction", async () => {
    expect(await refusals(1, 4)).toEqual([
      "the rotation can't go from step 1 to step 4: no step may be left out. Take step 2 first.",
    ]);
    expect(await refusals(6, 4)).toEqual([expect.stringContaining("Take step 5 first.")]);
  });

  it("waits for the time before which a step may not be taken, and not to go back", async () => {
    const [past, future] = ["2026-01-01T00:00:00Z", "2999-01-01T00:00:00Z"];
    expect(await refusals(5, 6, past)).toEqual([]);
    expect(await refusals(5, 6, future)).toEqual([expect.stringContaining(`before ${future}`)]);
    expect(await refusals(6, 6, future)).toEqual([]);
    expect(await refusals(7, 6, future)).toEqual([]);
  });

  it("changes with its step alone, in place", async () => {
    const at = (position: number, other = what) => ({ what: other, position });
    expect(await provider.diff("id", at(1), at(2))).toMatchObject({ changes: true, replaces: [] });
    expect(await provider.diff("id", at(1), at(1, "another name"))).toMatchObject({ changes: false });
  });
});
