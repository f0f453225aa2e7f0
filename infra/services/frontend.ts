import { scratch } from "../../components/workload/container";
import type { Probe } from "../../components/workload/probes";
import { Service } from "../../components/workload/service";
import { type Application, imageOf } from "../application";
import { exposureOf } from "../exposures";
import type { Objectives } from "../objectives";
import { SERVICE_REPOSITORIES } from "../repositories";
import { inNamespace } from "../namespace";
import { OWNER, SYSTEM } from "../system";
import { ADDRESSES } from "./addresses";
import { callersOf, CONTAINER_PORT, dependenciesOf } from "./dependencies";
import { strategyOf } from "./strategies";
import { createFlags } from "./flags";
import { versionCheck } from "./version-check";

/** The books' check: curl must get an answer, whatever its status (seed-facts section 1.1). */
const ANSWERS = {
  check: { kind: "exec", command: ["curl", "http://localhost:8000/"] },
  initialDelaySeconds: 5,
} as const satisfies Probe;

/** What it promises to those who call it. */
export const FRONTEND_OBJECTIVES: Objectives = { availability: 0.995, latency: { share: 0.95, withinSeconds: 1 } };

/** What people see: the pages. The only service that the public reaches; it needs both backends. */
export function createFrontend(application: Application, backends: readonly Service[]): Service {
  const { environment, foundation, namespace, sharedConfig } = application;
  const { image, scaling, release } = environment.services.frontend;
  return new Service(
    "frontend",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      owner: OWNER,
      address: ADDRESSES.frontend,
      exposure: exposureOf(
        environment,
        "frontend",
        // Its first page needs nobody who is logged in, and no backend.
        foundation.edge && { ...foundation.edge.loadBalancer, healthCheckPath: "/login/" },
      ),
      scaling,
      release,
      strategy: strategyOf(environment, "frontend"),
      progressDeadlineSeconds: environment.progressDeadlineSeconds,
      network: { callers: callersOf("frontend"), dependencies: dependenciesOf("frontend") },
      metrics: { port: CONTAINER_PORT, path: "/metrics" },
      // What fastify, which the image runs, keeps an idle connection for.
      shutdown: { keepAliveSeconds: 72 },
      user: 1000,
      initContainers: [versionCheck("frontend")],
      container: {
        name: "frontend-service",
        image: imageOf(application, SERVICE_REPOSITORIES.frontend, image),
        port: CONTAINER_PORT,
        // Readiness may ask more often: all it does is to take the pod out of the Service for a while.
        probes: { readiness: { ...ANSWERS, periodSeconds: 10 }, liveness: { ...ANSWERS, periodSeconds: 30 } },
        resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { cpu: "70m", memory: "128Mi" } },
        configuration: [sharedConfig, ...createFlags(application, "frontend")],
        mounts: [application.tokenKeys.frontend, scratch("tmp", "/tmp")],
      },
    },
    { ...inNamespace(application), dependsOn: [application.syslog, ...backends] },
  );
}
