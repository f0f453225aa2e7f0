import { describe, expect, it } from "vitest";
import { noteLines } from "./notes";

describe("the notes of a run", () => {
  it("are one line each, and each only once", () => {
    expect(noteLines(["a flag has ended", "two change at once", "a flag has ended"])).toEqual([
      "note: a flag has ended",
      "note: two change at once",
    ]);
    expect(noteLines([])).toEqual([]);
  });
});
