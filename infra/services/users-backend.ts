import { ROLLING_DEFAULT } from "../../components/rollout/strategy";
import { FLASK } from "../observability/exporters";
import type { ServiceDefinition } from "./definition";

const PORT = 8000;

/** Who people are: login, users, and the only holder of the key that signs tokens. */
export const USERS_BACKEND = {
  name: "users-backend",
  owner: "thoughts",
  address: { name: "users-service", portName: "users-backend" },
  urlKey: "USER_BACKEND_URL",
  host: "users",
  audience: { kind: "internal" },
  repository: "users_server",
  user: 1000,
  port: PORT,
  probes: { readiness: { check: { kind: "http", path: "/admin/version/", port: PORT } } },
  smokeTests: [
    { shows: "it is the version that was deployed", path: "/admin/version/", holds: { kind: "version" } },
    {
      shows: "it looks for users in its database, and refuses a wrong password",
      path: "/api/login/",
      sends: { username: "smoke", password: "wrong" },
      status: 401,
    },
  ],
  resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { memory: "128Mi" } },
  strategy: ROLLING_DEFAULT,
  calls: {},
  // Hashing a password takes its time.
  objectives: { availability: 0.999, latency: { share: 0.95, withinSeconds: 0.5 } },
  exporter: FLASK,
  maskedFields: ["username"],
  tokenKeys: { kind: "signer" },
  database: {
    repository: "users_backend_db",
    drillSchedule: "0 11 * * SUN",
    // docs/migrations.md has the steps for a change that is no mere addition.
    schema: [
      {
        version: "v1.0",
        migrations: [{ id: "0001_users", phase: "expand", adds: ["users"] }],
        reads: ["users"],
        writes: ["users"],
      },
    ],
  },
} as const satisfies ServiceDefinition;
