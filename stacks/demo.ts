import type { Environment } from "../infra/environment";
import { flagsOf } from "../infra/flags";
import type { SharedEnvironment } from "../infra/offer";
import { tokenKeysOf } from "../release/keys";
import { servicesOf } from "../release/service-release";
import type { DemoSettings } from "./settings";

/** One pod of each is enough to look at. */
const ONE = { scaling: { kind: "fixed", replicas: 1 } } as const;

/**
 * A copy of another environment to show to somebody: the same services, in a namespace of their own of that environment's
 * cluster, with hosts, passwords, keys and databases of their own. Nobody watches over it.
 * @param name of its stack, and of its namespace
 */
export function demo(
  name: string,
  { source, postgresUpgrade, release }: DemoSettings,
  shared: SharedEnvironment,
): Environment {
  const { connection, storageClassName, repositoryUrls, ingress } = shared;
  const isLocal = source === "local";
  return {
    name,
    namespace: name,
    platform: {
      kind: "shared",
      connection,
      storageClassName,
      repositoryUrls,
      ingress,
      database: { kind: "statefulSet", storage: "1Gi", upgradeTo: postgresUpgrade },
    },
    pullPolicy: isLocal ? "IfNotPresent" : "Always",
    progressDeadlineSeconds: isLocal ? 90 : 300,
    domain: `${name}.${shared.domain}`,
    logSink: { kind: "none" },
    observability: undefined,
    unprotected: [],
    services: servicesOf(release.services, { "users-backend": ONE, "thoughts-backend": ONE, frontend: ONE }),
    migrations: release.migrations,
    tokenKeys: tokenKeysOf(release.keys),
    flags: flagsOf("elsewhere", release.flags),
  };
}
