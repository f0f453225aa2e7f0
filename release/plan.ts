import { compareVersions } from "../components/base/version";
import { type SchemaMove, schemaMove } from "../components/migration/schema-move";
import type { ImageVersion } from "../components/workload/image";
import { SCHEMAS } from "../infra/database/schemas";
import { comingVersion } from "../infra/service-settings";
import { checkDependencies } from "../infra/services/dependencies";
import { byService, isBackend, SERVICES, type ServiceName } from "../infra/system";
import { released, type ServiceRelease } from "./service-release";

/** Which version of each service runs, or is to run. */
export type Versions = Readonly<Record<ServiceName, ImageVersion>>;

/** The versions that a release leads to: where a change of a service is under way, the one that is coming. */
export function versionsOf(services: Readonly<Record<ServiceName, ServiceRelease>>): Versions {
  const version = (name: ServiceName) => comingVersion(released(services[name]));
  return byService(version);
}

/** One service's change of version. */
export interface ChangeStep {
  readonly service: ServiceName;
  readonly from: string;
  readonly to: string;
}

/** Why a change must not be done, or not so. */
export interface PlanRefusal {
  /** `order`: several services at once. `together`: what does not work with each other. `schema`: data out of reach. */
  readonly kind: "order" | "together" | "schema";
  /** Whose change it is; of several at once, the first one to go. */
  readonly service: ServiceName;
  readonly message: string;
}

/** How a release becomes another one, step by step. */
export interface ChangePlan {
  readonly steps: readonly ChangeStep[];
  readonly refusals: readonly PlanRefusal[];
  /** What to know before it is done. */
  readonly warnings: readonly string[];
}

/**
 * Orders a change: what others need comes first, and goes back last (docs/system.md#services). After each step, what runs
 * together must work together, and no step may lead a backend away from a schema it can use.
 */
export function planChange(before: Versions, after: Versions, schemas = SCHEMAS): ChangePlan {
  const changed = SERVICES.filter((name) => !isSame(before[name], after[name]));
  const isBack = (name: ServiceName) => compareVersions(after[name].tag, before[name].tag) < 0;
  const order = [...changed.filter(isBack).toReversed(), ...changed.filter((name) => !isBack(name))];
  const refusals: PlanRefusal[] = [];
  const warnings: string[] = [];
  const [first, second] = order;
  if (first !== undefined && second !== undefined) {
    const message =
      `${order.join(" and ")} change at once. Release one service at a time, in this order: while both roll out, every ` +
      "mix of their versions serves, and going back from one would mean going back from both.";
    refusals.push({ kind: "order", service: first, message });
  }
  let running = before;
  for (const service of order) {
    running = { ...running, [service]: after[service] };
    refusals.push(...brokenBy(service, running));
    const move = moveOf(service, schemas, before, after);
    switch (move.kind) {
      case "safe":
        break;
      case "hides":
        warnings.push(`the schema of ${service}: ${move.reason}`);
        break;
      case "refused":
        refusals.push({
          kind: "schema",
          service,
          message: `the schema of ${service}: ${move.reason} ${move.instead}`,
        });
        break;
      default:
        move satisfies never;
    }
  }
  const steps = order.map((service) => ({ service, from: before[service].tag, to: after[service].tag }));
  return { steps, refusals, warnings };
}

function isSame(one: ImageVersion, other: ImageVersion): boolean {
  return one.tag === other.tag && one.digest === other.digest;
}

/** What does not work together once a service has been changed. */
function brokenBy(service: ServiceName, running: Versions): readonly PlanRefusal[] {
  return checkDependencies(running).map(({ message }) => ({
    kind: "together",
    service,
    message: `after ${service} ${running[service].tag}: ${message}`,
  }));
}

/** What a change of a service's version does to what it finds in its database, if it has one. */
function moveOf(service: ServiceName, schemas: typeof SCHEMAS, before: Versions, after: Versions): SchemaMove {
  return isBackend(service) ? schemaMove(schemas[service], before[service].tag, after[service].tag) : { kind: "safe" };
}
