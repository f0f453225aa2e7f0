import { describe, expect, it } from "vitest";
import { thoughtsMetrics } from "./metrics";

describe("the time of a request", () => {
  it.each([
    [0.004, "5"],
    [0.03, "50"],
    [2, "2500"],
  ])("of %d s is in a bucket of milliseconds that says more than the last one", async (seconds, bound) => {
    const { registry, onAnswered } = thoughtsMetrics();
    onAnswered({ method: "GET", path: "/api/thoughts/", status: 200, seconds });
    const text = await registry.metrics();
    const buckets = [...text.matchAll(/^req_time_bucket\{le="([^"]+)",.* (\d+)$/gm)];
    expect(buckets.find(([, , count]) => count === "1")?.[1]).toBe(bound);
  });
});
