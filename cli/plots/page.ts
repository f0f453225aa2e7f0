import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dashboard, Panel } from "./dashboards";
import type { Ask } from "../prometheus";
import { lastMinutes, type Series, seriesOf, timesOf } from "./prometheus";

/** What `draw.js` gets. */
interface Plot {
  readonly title: string;
  readonly description: string;
  readonly times: readonly number[];
  readonly panels: readonly (Omit<Panel, "targets"> & { readonly series: readonly Series[] })[];
}

/**
 * Dashboards as one HTML page that needs nothing else: the answers of Prometheus are in it, and so is what draws them.
 * @param minutes how far back. @default - as far as each dashboard shows at first
 */
export async function plotPage(dashboards: readonly Dashboard[], ask: Ask, minutes?: number): Promise<string> {
  const plots: Plot[] = [];
  for (const dashboard of dashboards) {
    plots.push(await plotOf(dashboard, ask, minutes ?? minutesOf(dashboard)));
  }
  return pageOf(plots);
}

async function plotOf(dashboard: Dashboard, ask: Ask, minutes: number): Promise<Plot> {
  const span = lastMinutes(minutes);
  const panels = dashboard.panels.map(async ({ targets = [], ...panel }) => {
    const series = targets.map(({ expr, legendFormat }) => seriesOf(ask, expr, legendFormat, span));
    return { ...panel, series: (await Promise.all(series)).flat() };
  });
  const { title, description } = dashboard;
  return { title, description, times: timesOf(span), panels: await Promise.all(panels) };
}

function minutesOf({ time }: Dashboard): number {
  return Number(/^now-(\d+)m$/.exec(time.from)?.[1] ?? 60);
}

function pageOf(plots: readonly Plot[]): string {
  const library = join(require.resolve("uplot/package.json"), "..", "dist");
  // A label's value could end the script otherwise.
  const data = JSON.stringify(plots).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Dashboards</title>
<style>${readFileSync(join(library, "uPlot.min.css"), "utf8")}${readFileSync(join(__dirname, "page.css"), "utf8")}</style>
<main></main>
<script>${readFileSync(join(library, "uPlot.iife.min.js"), "utf8")}</script>
<script>const plots = ${data};
${readFileSync(join(__dirname, "draw.js"), "utf8")}</script>
</html>
`;
}
