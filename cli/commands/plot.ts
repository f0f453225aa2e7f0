import { resolve } from "node:path";
import { readOutputs } from "../../engine/pulumi/state";
import { UserError } from "../../engine/user-error";
import { ENGINE, isUp } from "../folders";
import { kubectlOf } from "../kubectl";
import { demandFilePlace, writeOutput } from "../output-place";
import { readPlatform } from "../platform";
import { localDashboards } from "../plots/dashboards";
import { plotPage } from "../plots/page";
import { prometheusOf } from "../prometheus";
import { toolsFor } from "../tools";

export interface PlotOptions {
  /** The HTML file to write. */
  readonly to: string;
  /** How far back. @default - as far as each dashboard shows at first */
  readonly minutes?: number;
}

/** `plot`: the dashboards with what Prometheus knows now, as a page for a browser, for where there is no Grafana. */
export async function plot({ to, minutes }: PlotOptions): Promise<void> {
  const place = { option: "--to", path: to };
  demandFilePlace(place);
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    throw new UserError("nothing is up in this clone that could be plotted; start it with: npm run up -- --nodes real");
  }
  if (platform.nodes === "simulated") {
    throw new UserError("nodes are simulated, so no Prometheus runs; take them down, then: npm run up -- --nodes real");
  }
  const tools = await toolsFor(console.error);
  const namespace = String(readOutputs(ENGINE, "local").namespace);
  const ask = prometheusOf(kubectlOf(tools, platform, namespace), namespace);
  const dashboards = localDashboards();
  writeOutput(place, await plotPage(dashboards, ask, minutes));
  console.log(`${dashboards.length} dashboards are in ${resolve(to)}: open it in a browser.`);
}
