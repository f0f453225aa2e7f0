import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Tools } from "../../sandbox/toolchain/tool";
import { UserError } from "../../sandbox/user-error";
import { isUp } from "../folders";
import { openLocal } from "../local-workspace";
import { type Platform, readPlatform } from "../platform";
import { localDashboards } from "../plots/dashboards";
import { plotPage } from "../plots/page";
import type { Ask } from "../plots/prometheus";
import { toolsFor } from "../tools";

export interface PlotOptions {
  /** The HTML file to write. */
  readonly to: string;
  /** How far back. @default - as far as each dashboard shows at first */
  readonly minutes?: number;
}

/** The Service of Prometheus, as the API server names its ports. */
const SERVICE = "http:prometheus-service:80";

/** `plot`: the dashboards with what Prometheus knows now, as a page for a browser, for where there is no Grafana. */
export async function plot({ to, minutes }: PlotOptions): Promise<void> {
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    throw new UserError("nothing is up in this clone that could be plotted; start it with: npm run up -- --nodes real");
  }
  if (platform.nodes === "simulated") {
    throw new UserError("nodes are simulated, so no Prometheus runs; take them down, then: npm run up -- --nodes real");
  }
  const tools = await toolsFor(console.error);
  const outputs = await (await openLocal(tools, platform)).stack.outputs();
  const ask = throughApiServer(tools, platform, String(outputs.namespace?.value));
  const dashboards = localDashboards();
  writeFileSync(to, await plotPage(dashboards, ask, minutes));
  console.log(`${dashboards.length} dashboards are in ${resolve(to)}: open it in a browser.`);
}

/** Reaches Prometheus wherever the cluster is, without a host name for it. */
function throughApiServer({ kubernetes }: Tools, { kubeconfig, context }: Platform, namespace: string): Ask {
  const run = promisify(execFile);
  const kubectl = join(kubernetes.folder, "kubectl");
  const proxy = `/api/v1/namespaces/${namespace}/services/${SERVICE}/proxy`;
  return async (path) => {
    const args = ["--kubeconfig", kubeconfig, "--context", context, "get", "--raw", proxy + path];
    try {
      return (await run(kubectl, args, { maxBuffer: 64 * 1024 * 1024 })).stdout;
    } catch (error) {
      throw new UserError(`Prometheus does not answer: ${(error as { stderr: string }).stderr.trim()}`);
    }
  };
}
