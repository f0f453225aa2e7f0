import type { Probe } from "../../components/workload/probes";
import { DJANGO } from "../observability/exporters";
import type { ServiceDefinition } from "./definition";
import { THOUGHTS_BACKEND } from "./thoughts-backend";
import { USERS_BACKEND } from "./users-backend";

/** curl must get an answer, whatever its status (docs/system.md#probes). */
const ANSWERS = {
  check: { kind: "exec", command: ["curl", "http://localhost:8000/"] },
  initialDelaySeconds: 5,
} as const satisfies Probe;

/** What people see: the pages. The only service that the public reaches; it needs both backends. */
export const FRONTEND = {
  name: "frontend",
  owner: "thoughts",
  address: { name: "frontend-service", portName: "frontend" },
  host: "frontend",
  audience: { kind: "public", healthCheckPath: "/login/" },
  repository: "frontend",
  user: 1000,
  port: 8000,
  probes: { readiness: ANSWERS, liveness: ANSWERS },
  smokeTests: [
    { shows: "the login page is shown", path: "/login/", holds: { kind: "text", text: "<form" } },
    { shows: "a search asks thoughts-backend", path: "/search?search=smoke" },
  ],
  resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { cpu: "70m", memory: "128Mi" } },
  // What fastify, which the image runs, keeps an idle connection for.
  shutdown: { keepAliveSeconds: 72 },
  // Of four pods three serve at every moment, and there are at most five (docs/system.md#rollout-strategies).
  strategy: { kind: "rolling", maxUnavailable: "25%", maxSurge: 1 },
  calls: { [USERS_BACKEND.name]: "v2.3", [THOUGHTS_BACKEND.name]: "v1.6" },
  objectives: { availability: 0.995, latency: { share: 0.95, withinSeconds: 1 } },
  exporter: DJANGO,
  maskedFields: ["search"],
  tokenKeys: { kind: "verifier", acceptsBothFrom: 3 },
  flags: {
    "relative-times": {
      effect: 'pages say how long ago a thought was written ("2 hours ago"), not when',
      owner: "thoughts",
      expires: "2027-03-31",
      onElsewhere: true,
    },
  },
} as const satisfies ServiceDefinition;
