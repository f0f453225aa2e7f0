// A layer in front of the official Pulumi Kubernetes plugin, for machines that can't reach chart repositories: it records
// Helm releases whose charts can't be fetched, and hands every other call to the official plugin.
import { serve } from "../wire/serve";
import { ChartRepositories } from "./chart-repositories";
import { startPlugin } from "./plugin";
import { RecordedReleases } from "./recorded-releases";
import { relay } from "./relay";

function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) {
    throw new Error(`${variable} is not set. sandbox/providers/plugins.ts has to set it.`);
  }
  return value;
}

async function main(): Promise<void> {
  const plugin = await startPlugin(required("KUBERNETES_PLUGIN"), process.argv.slice(2));
  const repositories = new ChartRepositories(required("CHART_REPOSITORIES"));
  const { definition, implementation } = relay(plugin, new RecordedReleases(plugin, repositories).answers());
  serve(implementation, definition);
}

void main();
