import { scratch, secretFiles } from "../../components/workload/container";
import type { Probe } from "../../components/workload/probes";
import { Service } from "../../components/workload/service";
import { type Application, imageOf, publicExposure } from "../application";
import { SERVICE_REPOSITORIES } from "../repositories";
import { inNamespace } from "../namespace";
import { OWNER, SYSTEM } from "../system";
import { ADDRESSES } from "./addresses";

/** The books' check: curl must get an answer, whatever its status (seed-facts section 1.1). */
const ANSWERS = {
  check: { kind: "exec", command: ["curl", "http://localhost:8000/"] },
  initialDelaySeconds: 5,
} as const satisfies Probe;

/** What people see: the pages. The only service that the public reaches; it needs both backends. */
export function createFrontend(application: Application, backends: readonly Service[]): Service {
  const { environment, credentials, namespace, sharedConfig } = application;
  const { image, scaling } = environment.services.frontend;
  return new Service(
    "frontend",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      owner: OWNER,
      address: ADDRESSES.frontend,
      exposure: publicExposure(application, "frontend"),
      scaling,
      progressDeadlineSeconds: environment.progressDeadlineSeconds,
      strategy: { kind: "rolling", maxUnavailable: "25%", maxSurge: 1 },
      metrics: { port: 8000, path: "/metrics" },
      user: 1000,
      container: {
        name: "frontend-service",
        image: imageOf(application, SERVICE_REPOSITORIES.frontend, image),
        port: 8000,
        // Readiness may ask more often: all it does is to take the pod out of the Service for a while.
        probes: { readiness: { ...ANSWERS, periodSeconds: 10 }, liveness: { ...ANSWERS, periodSeconds: 30 } },
        resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { cpu: "70m", memory: "128Mi" } },
        configuration: [sharedConfig],
        mounts: [secretFiles("public-key", "/opt/keys", credentials, ["public_key.pub"]), scratch("tmp", "/tmp")],
      },
    },
    { ...inNamespace(application), dependsOn: [...backends] },
  );
}
