import type { Ask } from "../prometheus";

/** Grafana's word for a name made of all labels. */
const AUTO = "__auto";

/** When, in seconds since 1970, and how far apart the points are. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A curve. */
export interface Series {
  readonly name: string;
  /** A value for each of {@link timesOf}. */
  readonly values: readonly (number | null)[];
}

/** @see https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries */
interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [number, string])[];
    }[];
  };
}

/** The last minutes, in some 200 steps of whole seconds. */
export function lastMinutes(minutes: number): Span {
  const step = Math.max(1, Math.round((minutes * 60) / 200));
  const to = Math.floor(Date.now() / 1_000 / step) * step;
  return { from: to - Math.floor((minutes * 60) / step) * step, to, step };
}

export function timesOf({ from, to, step }: Span): readonly number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
}

/** What an expression was, all the while. @param legend name of its series, with labels as `{{pod}}` */
export async function seriesOf(ask: Ask, expr: string, legend: string, span: Span): Promise<readonly Series[]> {
  const { from, to, step } = span;
  const query = `query=${encodeURIComponent(expr)}&start=${from}&end=${to}&step=${step}`;
  const { data } = JSON.parse(await ask(`/api/v1/query_range?${query}`)) as Answer;
  const times = timesOf(span);
  return data.result.map(({ metric, values }) => {
    const byTime = new Map(values.map(([time, value]) => [time, finite(Number(value))]));
    return { name: nameOf(legend, metric), values: times.map((time) => byTime.get(time) ?? null) };
  });
}

/** A quotient of nothing by nothing is no point of a curve. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function nameOf(legend: string, labels: Readonly<Record<string, string>>): string {
  if (legend === AUTO) {
    const own = Object.entries(labels).filter(([label]) => label !== "__name__");
    return own.map(([label, value]) => `${label}="${value}"`).join(", ") || "value";
  }
  return legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? "");
}
