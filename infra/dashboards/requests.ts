import type { Dashboard } from "../../components/observability/dashboard";
import { SYSTEM } from "../system";

/** The dashboard of the original, as it is there: requests of the Flask services by path (docs/system.md#dashboard). */
export const REQUESTS: Dashboard = {
  uid: "hRRkihOZz",
  title: "Dashboard",
  description: "Which paths are asked for, and how long the slowest twentieth of the answers takes.",
  tags: [SYSTEM],
  minutes: 15,
  refreshSeconds: 5,
  rows: [
    {
      panels: [
        {
          title: "Requests by path",
          unit: "short",
          queries: [{ expr: "sum(rate(flask_http_request_duration_seconds_count[5m])) by (path)", legend: "{{path}}" }],
          width: 12,
          height: 9,
        },
      ],
    },
    {
      panels: [
        {
          title: "95% time (ms) ",
          unit: "ms",
          queries: [
            {
              expr: "histogram_quantile(0.95, sum(rate(flask_http_request_duration_seconds_bucket[5m])) by (method, path, le)) * 1000",
              legend: "{{method}} - {{path}}",
            },
          ],
          width: 12,
        },
      ],
    },
  ],
};
