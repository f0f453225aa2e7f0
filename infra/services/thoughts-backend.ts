import { scratch, secretFiles } from "../../components/workload/container";
import { Service } from "../../components/workload/service";
import { type Application, backendExposure, imageOf } from "../application";
import { SERVICE_REPOSITORIES } from "../repositories";
import { inNamespace } from "../namespace";
import { OWNER, SYSTEM } from "../system";
import { createDatabase } from "../databases";
import { ADDRESSES } from "./addresses";

/** What people think: writing, listing and searching thoughts. Needs users-backend, whose tokens it checks. */
export function createThoughtsBackend(application: Application, usersBackend: Service): Service {
  const { environment, credentials, namespace, sharedConfig } = application;
  const { image, scaling } = environment.services["thoughts-backend"];
  const database = createDatabase(application, "thoughts-backend");
  return new Service(
    "thoughts-backend",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      owner: OWNER,
      address: ADDRESSES["thoughts-backend"],
      exposure: backendExposure(application, "thoughts"),
      scaling,
      progressDeadlineSeconds: environment.progressDeadlineSeconds,
      metrics: { port: 8000, path: "/metrics" },
      user: 1000,
      container: {
        name: "thoughts-backend-service",
        image: imageOf(application, SERVICE_REPOSITORIES["thoughts-backend"], image),
        port: 8000,
        probes: { readiness: { check: { kind: "http", path: "/admin/version/", port: 8000 }, periodSeconds: 10 } },
        resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { memory: "128Mi" } },
        configuration: [sharedConfig],
        environment: database.environment,
        mounts: [secretFiles("public-key", "/opt/keys", credentials, ["public_key.pub"]), scratch("tmp", "/tmp")],
      },
      sidecars: database.sidecars,
    },
    { ...inNamespace(application), dependsOn: [...database.dependsOn, usersBackend] },
  );
}
