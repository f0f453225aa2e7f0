import { BY_PULUMI } from "../infra/delivery/choice";
import type { Environment } from "../infra/environment";
import { flagsOf } from "../infra/flags";
import type { Lease } from "../infra/lease";
import type { SharedEnvironment } from "../infra/offer";
import { byService, SERVICES, type ServiceName } from "../infra/system";
import { tokenKeysOf } from "../release/keys";
import { servicesOf } from "../release/service-release";
import { type DemoSettings, expiryOf } from "./demo-settings";

/**
 * A copy of another environment to show to somebody: the same services, in a namespace of their own of that environment's
 * cluster, with hosts, passwords, keys and databases of their own. Nobody watches over it.
 * @param name of its stack, and of its namespace
 */
export function demo(name: string, settings: DemoSettings, shared: SharedEnvironment): Environment {
  const { source, postgresUpgrade, release, sizes } = settings;
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
      database: { kind: "statefulSet", storage: `${sizes.storageGib ?? 1}Gi`, upgradeTo: postgresUpgrade },
    },
    pullPolicy: isLocal ? "IfNotPresent" : "Always",
    progressDeadlineSeconds: isLocal ? 90 : 300,
    domain: `${name}.${shared.domain}`,
    logs: { to: "cluster" },
    observability: undefined,
    unprotected: [],
    delivery: BY_PULUMI,
    lease: leaseOf(settings),
    ...(settings.demo.asleep === true && { asleep: true }),
    services: servicesOf(
      release.services,
      byService((service) => ({ scaling: { kind: "fixed", replicas: podsOf(service, settings) } })),
    ),
    migrations: release.migrations,
    tokenKeys: tokenKeysOf(release.keys),
    flags: flagsOf("elsewhere", release.flags),
  };
}

/** One pod is enough to look at. */
function podsOf(service: ServiceName, { sizes, demo: { asleep = false } }: DemoSettings): number {
  return asleep ? 0 : (sizes.replicas?.[service] ?? 1);
}

function leaseOf({ source, demo }: DemoSettings): Lease {
  const { owner, scope, created, changed, ttlHours, signOff, follow } = demo;
  const versions = SERVICES.map((service) => `${service} ${signOff?.versions[service] ?? ""}`).join(", ");
  return {
    owner,
    scope,
    source,
    created,
    changed,
    expires: expiryOf({ changed, ttlHours }).toISOString(),
    ...(follow && { follows: `${follow.branch} at ${follow.commit}` }),
    ...(signOff && { signedOff: `${signOff.by}, ${signOff.at}: ${versions}` }),
  };
}
