import * as units from "@grafana/grafana-foundation-sdk/units";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDashboards, type Dashboard, renderDashboard, type Row } from "./dashboard";
import type { Panel } from "./panel";

interface Rendered {
  readonly type: string;
  readonly id: number;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly [field: string]: unknown;
}

const panel: Panel = { title: "Requests", unit: "reqps", queries: [{ expr: "up", legend: "{{job}}" }] };

function dashboard(...rows: readonly Row[]): Dashboard {
  return { uid: "page", title: "Page", description: "What there is.", tags: ["system"], rows };
}

function panelsOf(given: Dashboard): readonly Rendered[] {
  return (JSON.parse(renderDashboard(given)) as { panels: readonly Rendered[] }).panels;
}

/** A row that fits, of panels of any allowed size. */
const anyRow = fc
  .tuple(
    fc.option(fc.string(), { nil: undefined }),
    fc.array(fc.record({ width: fc.integer({ min: 1, max: 6 }), height: fc.integer({ min: 1, max: 12 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([title, sizes]): Row => {
    const panels = sizes.map((size) => ({ ...panel, ...size }));
    return { ...(title !== undefined && { title }), panels };
  });

describe("a dashboard", () => {
  it("is found by its uid, shows the last hour and looks again every 30 s", () => {
    expect(JSON.parse(renderDashboard(dashboard({ panels: [panel] })))).toMatchObject({
      uid: "page",
      title: "Page",
      time: { from: "now-60m", to: "now" },
      refresh: "30s",
    });
  });

  it("links to all that have its first tag, and keeps the time when somebody goes there", () => {
    expect(JSON.parse(renderDashboard(dashboard({ panels: [panel] })))).toHaveProperty("links", [
      expect.objectContaining({ type: "dashboards", tags: ["system"], keepTime: true }),
    ]);
  });

  it("shares a row evenly among its panels, below the row's heading", () => {
    const panels = panelsOf(dashboard({ title: "Row", panels: [panel, panel, panel] }, { panels: [panel] }));
    expect(panels.map(({ type, gridPos }) => [type, gridPos])).toEqual([
      ["row", { x: 0, y: 0, w: 24, h: 1 }],
      ["timeseries", { x: 0, y: 1, w: 8, h: 8 }],
      ["timeseries", { x: 8, y: 1, w: 8, h: 8 }],
      ["timeseries", { x: 16, y: 1, w: 8, h: 8 }],
      ["timeseries", { x: 0, y: 9, w: 24, h: 8 }],
    ]);
  });

  it("has no panel over another and no id twice, whatever its rows are", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 5 }), (rows) => {
        const given = dashboard(...rows);
        const panels = panelsOf(given);
        const cells = panels.flatMap(cellsOf);

        expect(checkDashboards({ given })).toEqual([]);
        expect(new Set(cells).size).toBe(cells.length);
        expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      }),
    );
  });

  it("is refused with what is wrong in every one at once", () => {
    const none: Row = { panels: [] };
    const wide: Row = {
      panels: [
        { ...panel, width: 20 },
        { ...panel, width: 5 },
      ],
    };
    const page = dashboard({ panels: [panel] });
    expect(checkDashboards({ page, other: { ...page, rows: [wide, none] }, third: { ...page, uid: "a b" } })).toEqual([
      { path: "dashboards.other.uid", message: `"page" is that of page too; give each dashboard its own.` },
      {
        path: "dashboards.other.rows[0].panels",
        message: "they are 20 + 5 columns wide; give whole numbers that are 24 or less together.",
      },
      {
        path: "dashboards.other.rows[1].panels",
        message: "they are 0 columns wide; give whole numbers that are 24 or less together.",
      },
      {
        path: "dashboards.third.uid",
        message: `"a b" is no uid; use letters, digits, "-" and "_", at most 40.`,
      },
    ]);
  });
});

describe("a panel", () => {
  const rendered = (given: Panel) => panelsOf(dashboard({ panels: [given] }))[0];

  it("asks the provisioned data source, each query under a letter of its own", () => {
    const queries = [
      { expr: "a", legend: "one" },
      { expr: "b", legend: "two" },
    ];
    const datasource = { type: "prometheus", uid: "prometheus" };
    expect(rendered({ ...panel, queries })).toMatchObject({
      datasource,
      targets: [
        { refId: "A", expr: "a", legendFormat: "one", datasource, range: true },
        { refId: "B", expr: "b", legendFormat: "two", datasource, range: true },
      ],
    });
  });

  it("has a unit that Grafana knows", () => {
    expect(rendered(panel)).toHaveProperty("fieldConfig.defaults.unit", units.RequestsPerSecond);
  });

  it("shows where an alert begins as a red line, and none where there is none", () => {
    const line = "fieldConfig.defaults.custom.thresholdsStyle.mode";
    const steps = "fieldConfig.defaults.thresholds.steps";
    expect(rendered({ ...panel, limit: 3 })).toHaveProperty(line, "line");
    expect(rendered({ ...panel, limit: 3 })).toHaveProperty(steps, [
      { value: null, color: "green" },
      { value: 3, color: "red" },
    ]);
    expect(rendered(panel)).toHaveProperty(line, "off");
  });

  it("of numbers shows the latest one of each series", () => {
    expect(rendered({ ...panel, kind: "number" })).toMatchObject({
      type: "stat",
      options: { reduceOptions: { calcs: ["lastNotNull"] } },
    });
  });

  it("leads to the page that it names", () => {
    expect(rendered({ ...panel, page: "/d/other" })).toHaveProperty("fieldConfig.defaults.links[0].url", "/d/other");
  });
});

function cellsOf({ gridPos: { x, y, w, h } }: Rendered): readonly string[] {
  return Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`);
}
