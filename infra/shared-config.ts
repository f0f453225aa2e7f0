import { POSTGRES_PORT } from "../components/database/postgres";
import { Configuration } from "../components/workload/configuration";
import type { Surroundings } from "./surroundings";
import { databaseUser, sharedDatabaseHost } from "./database/names";
import { namedByContent } from "./delivery/delivery";
import { definitionOf, SERVICES, SYSTEM } from "./system";

/** The ConfigMap that every service takes whole: exactly six keys (docs/system.md#configuration). */
export function createSharedConfig(surroundings: Surroundings): Configuration {
  const { environment, namespace } = surroundings;
  return new Configuration(
    "shared-config",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      data: {
        DATABASE_ENGINE: "POSTGRESQL",
        POSTGRES_USER: databaseUser(environment),
        POSTGRES_HOST: sharedDatabaseHost(environment),
        POSTGRES_PORT: String(POSTGRES_PORT),
        ...urls(),
      },
    },
    namedByContent(surroundings),
  );
}

/** The addresses that a definition gives a key. */
function urls(): Readonly<Record<string, string>> {
  const addresses = SERVICES.map(definitionOf).flatMap(({ urlKey, address }) =>
    urlKey === undefined ? [] : [[urlKey, `http://${address.name}`] as const],
  );
  return Object.fromEntries(addresses);
}
