import { describe, expect, it } from "vitest";
import { quantityOf } from "./quantity";

/** What Kubernetes' own code says of each: `resource.ParseQuantity(text).AsApproximateFloat64()` of k8s.io/apimachinery v0.35.4. */
const PARSED: readonly (readonly [string, number | undefined])[] = [
  ...([
    ["0", 0],
    ["1", 1],
    ["1.5", 1.5],
    ["0.5", 0.5],
    [".5", 0.5],
    ["5.", 5],
    ["+5", 5],
    ["-1", -1],
  ] as const),
  ...([
    ["250m", 0.25],
    ["100m", 0.1],
    ["1500m", 1.5],
    ["400m", 0.4],
    ["100n", 1e-7],
    ["100u", 1e-4],
  ] as const),
  ...([
    ["1e3", 1000],
    ["1E3", 1000],
    ["1e+3", 1000],
    ["2e-3", 0.002],
    ["1.5e3", 1500],
    ["129e6", 1.29e8],
  ] as const),
  ...([
    ["1k", 1000],
    ["2M", 2e6],
    ["500M", 5e8],
    ["129M", 1.29e8],
    ["20G", 2e10],
    ["1T", 1e12],
    ["1P", 1e15],
  ] as const),
  ...([
    ["1E", 1e18],
    ["128974848", 128_974_848],
    ["123Mi", 128_974_848],
    ["1Ki", 1024],
    ["512Mi", 536_870_912],
  ] as const),
  ...([
    ["0.5Gi", 536_870_912],
    ["1Gi", 1_073_741_824],
    ["1Ti", 1_099_511_627_776],
    ["2Pi", 2 ** 51],
  ] as const),
  ["1Ei", 2 ** 60],
  ...["1g", "1 Gi", "", "1Kii", "1KI", "ki", "0x10", "1e", "1_000", "1mi"].map((text) => [text, undefined] as const),
];

describe("a quantity", () => {
  it.each(PARSED)("%j is what Kubernetes takes it for: %s", (text, value) => {
    const found = quantityOf(text);
    if (value === undefined) {
      expect(found).toBeUndefined();
    } else {
      expect(found).toBeCloseTo(value, 12);
    }
  });
});
