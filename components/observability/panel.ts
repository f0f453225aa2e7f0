import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  DashboardLinkBuilder,
  type GridPos,
  type Panel as GrafanaPanel,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import type * as units from "@grafana/grafana-foundation-sdk/units";

/** What the values are measured in, by Grafana's own ids: `ms`, `reqps`, `percentunit` (1 is 100 %). */
export type Unit = (typeof units)[keyof typeof units];

/** An expression, and what its series are called. */
export interface Query {
  /** PromQL. */
  readonly expr: string;
  /** A text with labels in it: `{{path}}`. */
  readonly legend: string;
}

/** A picture of some expressions. */
export interface Panel {
  /** Curves over time, or the latest values as numbers. @default "graph" */
  readonly kind?: "graph" | "number";
  readonly title: string;
  /** What it means and when to worry, shown at the title. @default - the title says enough */
  readonly description?: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Address that a click on a series leads to, with Grafana's variables in it. @default - none */
  readonly page?: string;
  /** Where an alert begins: a red line in a graph, a red number. @default - none */
  readonly limit?: number;
  /** Columns of the 24 there are. @default - the row is shared evenly */
  readonly width?: number;
  /** Rows of the grid, each of 30 px. @default 8 */
  readonly height?: number;
}

/** The data source that every query goes to, as {@link renderDataSource} makes it. */
export const DATA_SOURCE = { type: "prometheus", uid: "prometheus" } as const;

/** The panel as Grafana reads it. @param id unique on its dashboard */
export function renderPanel(panel: Panel, id: number, position: GridPos): Builder<GrafanaPanel> {
  const { kind = "graph" } = panel;
  switch (kind) {
    case "graph":
      return common(new TimeseriesBuilder(), panel, id, position)
        .legend(new VizLegendOptionsBuilder().showLegend(true).displayMode(LegendDisplayMode.List))
        .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
        .thresholdsStyle(
          new GraphThresholdsStyleConfigBuilder().mode(
            panel.limit === undefined ? GraphThresholdsStyleMode.Off : GraphThresholdsStyleMode.Line,
          ),
        )
        .fillOpacity(10);
    case "number":
      return common(new StatBuilder(), panel, id, position)
        .graphMode(BigValueGraphMode.Area)
        .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]));
    default:
      return kind satisfies never;
  }
}

function common<Kind extends TimeseriesBuilder | StatBuilder>(
  builder: Kind,
  { title, description, unit, queries, page, limit }: Panel,
  id: number,
  position: GridPos,
): Kind {
  builder
    .id(id)
    .title(title)
    .datasource(DATA_SOURCE)
    .unit(unit)
    .gridPos(position)
    .targets(queries.map(({ expr, legend }, index) => query(expr, legend, refId(index))))
    .thresholds(thresholds(limit));
  if (description !== undefined) {
    builder.description(description);
  }
  if (page !== undefined) {
    builder.dataLinks([new DashboardLinkBuilder("Open its page").url(page)]);
  }
  return builder;
}

function query(expr: string, legend: string, id: string): DataqueryBuilder {
  return new DataqueryBuilder().datasource(DATA_SOURCE).refId(id).range().expr(expr).legendFormat(legend);
}

/** `A` for the first query of a panel, as Grafana names them. */
function refId(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

function thresholds(limit: number | undefined): ThresholdsConfigBuilder {
  const good = { value: null, color: "green" };
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps(limit === undefined ? [good] : [good, { value: limit, color: "red" }]);
}
