import type * as k8s from "@pulumi/kubernetes";
import { POSTGRES_PORT } from "../components/database/postgres";
import { Configuration } from "../components/workload/configuration";
import { inNamespace } from "./namespace";
import { SYSTEM } from "./system";
import { databaseHost, databaseUser } from "./database-names";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";
import { ADDRESSES } from "./services/addresses";

/** The ConfigMap that all three services take whole: exactly these six keys (seed-facts section 16, statement 11). */
export function createSharedConfig(
  environment: Environment,
  foundation: Foundation,
  namespace: k8s.core.v1.Namespace,
): Configuration {
  return new Configuration(
    "shared-config",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      data: {
        DATABASE_ENGINE: "POSTGRESQL",
        POSTGRES_USER: databaseUser(environment),
        POSTGRES_HOST: databaseHost(environment, "thoughts-backend"),
        POSTGRES_PORT: String(POSTGRES_PORT),
        THOUGHTS_BACKEND_URL: `http://${ADDRESSES["thoughts-backend"].name}`,
        USER_BACKEND_URL: `http://${ADDRESSES["users-backend"].name}`,
      },
    },
    inNamespace({ foundation, namespace }),
  );
}
