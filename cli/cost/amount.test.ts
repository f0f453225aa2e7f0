import { describe, expect, it } from "vitest";
import { between, differenceText, exactly, moneyText } from "./amount";

describe("money", () => {
  it("is dollars and cents, with bounds where they differ", () => {
    expect(moneyText(exactly(73))).toBe("$73.00");
    expect(moneyText(between(0.004, 1_234_567.891))).toBe("$0.00 to $1,234,567.89");
    expect(moneyText(between(1.001, 1.004))).toBe("$1.00");
  });

  it("has a sign where it is a difference, and the smaller one first", () => {
    expect(differenceText(exactly(73))).toBe("+$73.00");
    expect(differenceText(exactly(-1_200))).toBe("-$1,200.00");
    expect(differenceText(between(12, -4.8))).toBe("-$4.80 to +$12.00");
    expect(differenceText(between(0, 5))).toBe("$0.00 to +$5.00");
    expect(differenceText(between(-0.001, 0.001))).toBe("no change");
  });
});
