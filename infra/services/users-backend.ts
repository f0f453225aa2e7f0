import { scratch, secretFiles } from "../../components/workload/container";
import { Service } from "../../components/workload/service";
import { type Application, backendExposure, imageOf } from "../application";
import { SERVICE_REPOSITORIES } from "../repositories";
import { inNamespace } from "../namespace";
import { OWNER, SYSTEM } from "../system";
import { createDatabase } from "../databases";
import { ADDRESSES } from "./addresses";

/** Who people are: login, users, and the only holder of the key that signs tokens. */
export function createUsersBackend(application: Application): Service {
  const { environment, credentials, namespace, sharedConfig } = application;
  const { image, scaling } = environment.services["users-backend"];
  const database = createDatabase(application, "users-backend");
  return new Service(
    "users-backend",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      owner: OWNER,
      address: ADDRESSES["users-backend"],
      exposure: backendExposure(application, "users"),
      scaling,
      progressDeadlineSeconds: environment.progressDeadlineSeconds,
      metrics: { port: 8000, path: "/metrics" },
      user: 1000,
      container: {
        name: "users-backend-service",
        image: imageOf(application, SERVICE_REPOSITORIES["users-backend"], image),
        port: 8000,
        probes: { readiness: { check: { kind: "http", path: "/admin/version/", port: 8000 }, periodSeconds: 10 } },
        resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { memory: "128Mi" } },
        configuration: [sharedConfig],
        environment: database.environment,
        mounts: [
          secretFiles("sign-keys", "/opt/keys", credentials, ["public_key.pub", "private_key.pem"]),
          scratch("tmp", "/tmp"),
        ],
      },
      sidecars: database.sidecars,
    },
    { ...inNamespace(application), dependsOn: [...database.dependsOn] },
  );
}
