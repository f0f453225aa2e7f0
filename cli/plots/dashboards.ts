import { localConfigMap } from "../local-manifests";

/** A dashboard as Grafana would read it, as far as it is plotted. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** `now-60m` to `now`. */
  readonly time: { readonly from: string };
  readonly panels: readonly Panel[];
}

export interface Panel {
  readonly type: "row" | "timeseries" | "stat";
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  /** @default - none: a heading */
  readonly targets?: readonly Target[];
  readonly fieldConfig?: { readonly defaults: { readonly unit: string } };
}

export interface Target {
  readonly expr: string;
  readonly legendFormat: string;
}

/** What people see first. */
const HOME = "overview";

/**
 * The dashboards of the stack `local`, by the program that makes them for Grafana.
 * @throws {Error} if its file says that it has none
 */
export function localDashboards(): readonly Dashboard[] {
  const files = Object.entries(localConfigMap("grafana-dashboard")).filter(([file]) => file.endsWith(".json"));
  const dashboards = files.map(([, text]) => JSON.parse(text) as Dashboard);
  return dashboards.sort((one, other) => Number(other.uid === HOME) - Number(one.uid === HOME));
}
