/** Where a service tells its metrics, in Prometheus' text format. */
export interface Metrics {
  readonly port: number;
  readonly path: `/${string}`;
}

/** Annotations of a pod by which Prometheus finds it, every replica by itself (docs/system.md#metrics). */
export function scrapeAnnotations({ port, path }: Metrics): Readonly<Record<string, string>> {
  return {
    "prometheus.io/scrape": "true",
    "prometheus.io/port": String(port),
    "prometheus.io/path": path,
  };
}
