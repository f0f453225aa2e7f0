import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

const PROVIDER = readFileSync(join(__dirname, "chart-crds-provider.js"), "utf8");

export interface ChartCrdsArgs {
  readonly chart: string;
  /** Of the chart: `3.5.0`. */
  readonly version: string;
  /** The address of its repository. */
  readonly repo: string;
  /** Versions whose CRDs somebody has applied to the cluster, each as `chart@version`. */
  readonly applied: readonly string[];
}

/**
 * The custom resource definitions that a chart brings in its folder `crds`. Helm makes them with the first release, and leaves
 * them as they are ever after, so a preview refuses another version of the chart until somebody says that its definitions
 * were applied by hand. The state knows which version is deployed; a program does not.
 * @see https://helm.sh/docs/chart_best_practices/custom_resource_definitions/
 */
export class ChartCrds extends pulumi.CustomResource {
  constructor(name: string, args: ChartCrdsArgs, opts: pulumi.CustomResourceOptions) {
    const props = { ...args, applied: [...args.applied] };
    super("pulumi-nodejs:dynamic/chart-crds:ChartCrds", name, { __provider: PROVIDER, ...props }, opts);
  }
}
