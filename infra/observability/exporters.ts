/** Answers that took no longer than this many seconds are in a bucket of their own. */
export type LatencyThreshold = 0.05 | 0.1 | 0.25 | 0.5 | 1 | 2.5;

/** The series in which a service counts its requests (docs/system.md#metrics). */
export interface Exporter {
  /** Histogram of the time to answer, in seconds, without `_bucket` and `_count`. */
  readonly duration: string;
  /** What a request was for, as a label of the histogram. */
  readonly path: "path" | "view";
  /** Paths that the cluster asks for and no person. */
  readonly clusterPaths: readonly string[];
  /** Counter of answers with the label `status`. */
  readonly answers: string;
  /** Whether the counter has the histogram's `path` too. */
  readonly answersByPath: boolean;
}

/** As the exporter for Flask has them. */
export const FLASK: Exporter = {
  duration: "flask_http_request_duration_seconds",
  path: "path",
  clusterPaths: ["/metrics", "/admin/version/"],
  answers: "flask_http_request_duration_seconds_count",
  answersByPath: true,
};

/** As the exporter for Django has them. */
export const DJANGO: Exporter = {
  duration: "django_http_requests_latency_seconds_by_view_method",
  path: "view",
  clusterPaths: ["/metrics"],
  answers: "django_http_responses_total_by_status_total",
  answersByPath: false,
};
