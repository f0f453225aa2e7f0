import { describe, expect, it } from "vitest";
import type { Dashboard } from "./dashboards";
import { plotPage } from "./page";
import type { Ask } from "../prometheus";
import { lastMinutes, seriesOf, timesOf } from "./prometheus";

const span = { from: 100, to: 140, step: 10 };

/** A Prometheus that has one answer to everything. */
function answering(...result: readonly { metric: Record<string, string>; values: readonly [number, string][] }[]): Ask {
  return () => Promise.resolve(JSON.stringify({ data: { result } }));
}

describe("the curve of a query", () => {
  const curves = (ask: Ask, legend: string) => seriesOf(ask, "up", legend, span);

  it("has a value for each step, and none where Prometheus had none or no number", async () => {
    const ask = answering({
      metric: {},
      values: [
        [110, "1.5"],
        [120, "NaN"],
        [140, "2"],
      ],
    });
    expect(timesOf(span)).toEqual([100, 110, 120, 130, 140]);
    expect(await curves(ask, "up")).toEqual([{ name: "up", values: [null, 1.5, null, null, 2] }]);
  });

  it.each([
    ["{{pod}} of {{ app }}", "a-0 of a"],
    ["{{none}}", ""],
    ["__auto", `pod="a-0", app="a"`],
  ])("is called as its legend says: %s", async (legend, name) => {
    const ask = answering({ metric: { __name__: "up", pod: "a-0", app: "a" }, values: [] });
    expect((await curves(ask, legend))[0]?.name).toBe(name);
  });

  it("is asked for with its whole expression, whatever is in it", async () => {
    const asked: string[] = [];
    await seriesOf((path) => (asked.push(path), answering()(path)), `a{b="c & d"} + 1`, "", span);
    const url = new URL(asked[0] ?? "", "http://prometheus");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      query: `a{b="c & d"} + 1`,
      start: "100",
      end: "140",
      step: "10",
    });
  });

  it("goes back as far as wanted, in steps that do not move between two looks", () => {
    const { from, to, step } = lastMinutes(60);
    expect({ step, rest: to % step, length: to - from }).toEqual({ step: 18, rest: 0, length: 3600 });
    expect(Date.now() / 1_000 - to).toBeLessThan(2 * step);
  });
});

describe("the page of plots", () => {
  const dashboard: Dashboard = {
    uid: "page",
    title: "Page",
    description: "What there is.",
    time: { from: "now-15m" },
    panels: [
      {
        type: "timeseries",
        title: "Targets",
        gridPos: { x: 0, y: 0, w: 12, h: 8 },
        targets: [{ expr: "up", legendFormat: "{{job}}" }],
        fieldConfig: { defaults: { unit: "short" } },
      },
    ],
  };

  it("shows as many minutes as the dashboard does, or as are asked for", async () => {
    const spans: number[] = [];
    const ask: Ask = (path) => {
      const { start, end } = Object.fromEntries(new URL(path, "http://prometheus").searchParams);
      spans.push((Number(end) - Number(start)) / 60);
      return answering()(path);
    };
    await plotPage([dashboard], ask);
    await plotPage([dashboard], ask, 120);
    expect(spans.map(Math.round)).toEqual([15, 120]);
  });

  it("is not ended by what a label says", async () => {
    const page = await plotPage([dashboard], answering({ metric: { job: "</script><b>" }, values: [] }));
    expect(page).not.toContain("</script><b>");
  });
});
