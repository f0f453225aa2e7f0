import { ROLLING_DEFAULT } from "../../components/rollout/strategy";
import { FLASK } from "../observability/exporters";
import type { ServiceDefinition } from "./definition";
import { USERS_BACKEND } from "./users-backend";

const NAME = "thoughts-backend";
const PORT = 8000;

/** What people think: writing, listing and searching thoughts. It checks the tokens of users-backend. */
export const THOUGHTS_BACKEND = {
  name: NAME,
  owner: "thoughts",
  address: { name: "thoughts-service", portName: "thoughts-backend" },
  urlKey: "THOUGHTS_BACKEND_URL",
  host: "thoughts",
  audience: { kind: "internal" },
  repository: "thoughts_server",
  user: 1000,
  port: PORT,
  probes: { readiness: { check: { kind: "http", path: "/admin/version/", port: PORT } } },
  smokeTests: [
    { shows: "it is the version that was deployed", path: "/admin/version/", holds: { kind: "version" } },
    { shows: "it reads its database", path: "/api/thoughts/?search=smoke" },
    { shows: "it refuses who has no token", path: "/api/me/thoughts/", status: 401 },
  ],
  resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { memory: "128Mi" } },
  strategy: ROLLING_DEFAULT,
  calls: { [USERS_BACKEND.name]: "v2.3" },
  objectives: { availability: 0.999, latency: { share: 0.95, withinSeconds: 0.25 } },
  exporter: FLASK,
  // What it counts beside what every service does (docs/system.md#metrics).
  dashboardRows: [
    {
      title: "The service's own metrics",
      panels: [
        {
          title: "Requests by endpoint and status",
          unit: "reqps",
          queries: [
            {
              expr: `sum by (endpoint, status_code) (rate(requests_total{app="${NAME}"}[5m]))`,
              legend: "{{endpoint}} {{status_code}}",
            },
          ],
        },
        {
          title: "95 % are answered within, by endpoint",
          unit: "ms",
          queries: [
            {
              expr: `histogram_quantile(0.95, sum by (endpoint, le) (rate(req_time_bucket{app="${NAME}"}[5m])))`,
              legend: "{{endpoint}}",
            },
          ],
        },
      ],
    },
  ],
  maskedFields: ["search"],
  tokenKeys: { kind: "verifier", acceptsBothFrom: 2 },
  database: {
    repository: "thoughts_backend_db",
    drillSchedule: "0 11 * * SAT",
    // docs/migrations.md has the steps for a change that is no mere addition.
    schema: [
      {
        version: "v1.0",
        migrations: [{ id: "0001_thoughts", phase: "expand", adds: ["thoughts"] }],
        reads: ["thoughts"],
        writes: ["thoughts"],
      },
    ],
  },
} as const satisfies ServiceDefinition;
