import { ROLLING_DEFAULT } from "../../components/rollout/strategy";
import { FLASK } from "../../infra/observability/exporters";
import type { ServiceDefinition } from "../../infra/services/definition";
import { THOUGHTS_BACKEND } from "../../infra/services/thoughts-backend";
import { USERS_BACKEND } from "../../infra/services/users-backend";

/** A service that there is not: what a file in `infra/services` would say of a fourth one, with a database of its own. */
export const NOTES_BACKEND = {
  name: "notes-backend",
  owner: "notes",
  address: { name: "notes-service", portName: "notes-backend" },
  host: "notes",
  audience: { kind: "internal" },
  repository: "notes_server",
  user: 1000,
  port: 9000,
  probes: { readiness: { check: { kind: "http", path: "/admin/version/", port: 9000 } } },
  smokeTests: [{ shows: "it is the version that was deployed", path: "/admin/version/", holds: { kind: "version" } }],
  resources: { requests: { cpu: "20m", memory: "32Mi" }, limits: { memory: "96Mi" } },
  strategy: ROLLING_DEFAULT,
  calls: { [USERS_BACKEND.name]: "v2.3", [THOUGHTS_BACKEND.name]: "v1.6" },
  objectives: { availability: 0.99, latency: { share: 0.9, withinSeconds: 0.5 } },
  exporter: FLASK,
  tokenKeys: { kind: "verifier", acceptsBothFrom: 2 },
  flags: {
    "long-notes": {
      effect: "a note may have more than 200 characters",
      owner: "notes",
      expires: "2027-06-30",
      onElsewhere: true,
    },
  },
  database: {
    repository: "notes_backend_db",
    drillSchedule: "0 11 * * FRI",
    schema: [
      {
        version: "v1.0",
        migrations: [{ id: "0001_notes", phase: "expand", adds: ["notes", "notes.colour"] }],
        reads: ["notes", "notes.colour"],
        writes: ["notes", "notes.colour"],
      },
      { version: "v1.1", migrations: [], reads: ["notes"], writes: ["notes"] },
      {
        version: "v1.2",
        migrations: [{ id: "0002_drop_colour", phase: "contract", drops: ["notes.colour"] }],
        reads: ["notes"],
        writes: ["notes"],
      },
    ],
  },
} as const satisfies ServiceDefinition;
