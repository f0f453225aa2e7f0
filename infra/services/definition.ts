import type { SchemaHistory } from "../../components/migration/schema-history";
import type { Row } from "../../components/observability/dashboard";
import type { Strategy } from "../../components/rollout/strategy";
import type { Probes } from "../../components/workload/probes";
import type { Resources } from "../../components/workload/resources";
import type { Shutdown } from "../../components/workload/shutdown";
import type { Exporter, LatencyThreshold } from "../observability/exporters";
import type { SmokeTest } from "./smoke-test";

/** A version that a service needs of another one: `v2.3`. */
export type MinimumVersion = `v${number}.${number}`;

/** What a service promises over 30 days. What may go wrong by that is its error budget. */
export interface Objectives {
  /** Share of requests that do not fail: 0.995. */
  readonly availability: number;
  readonly latency: {
    /** Share of requests that are answered in time: 0.95. */
    readonly share: number;
    readonly withinSeconds: LatencyThreshold;
  };
}

/** Who may reach a service from outside the cluster. */
export type Audience =
  /** Everybody, in every environment. `healthCheckPath` is what a load balancer asks: it needs no login and no backend. */
  | { readonly kind: "public"; readonly healthCheckPath: `/${string}` }
  /** Nobody; only on a machine of one's own it has a host too. */
  | { readonly kind: "internal" };

/** What a service does with the key pair that signs tokens. */
export type TokenKeysPart =
  | { readonly kind: "signer" }
  /** `acceptsBothFrom`: the step of a rotation (docs/system.md#key-rotation) from which it accepts the old and the new key. */
  | { readonly kind: "verifier"; readonly acceptsBothFrom: 2 | 3 };

/** A service's own database. */
export interface DatabaseDefinition {
  /** The repository of its image, where it runs in the cluster. */
  readonly repository: string;
  /** When its backup is restored for a trial, as a cron expression in UTC. After the daily backup; one database a day. */
  readonly drillSchedule: string;
  /** Its schema version by version: what the migrations (`app/<service>/migrations`) do, and what the code uses. */
  readonly schema: SchemaHistory;
}

/** Something that can be switched without another image, for as long as it is new. */
export interface FlagDefinition {
  /** What is so while it is on. */
  readonly effect: string;
  /** The team that decides about it and takes it out again. */
  readonly owner: string;
  /** The day from which it should be gone, flag and old code: `2027-03-31`. */
  readonly expires: `${number}-${number}-${number}`;
  /** Whether it is on where nobody has said otherwise; in production nothing is. */
  readonly onElsewhere: boolean;
}

/** Everything that is the same for a service in every environment. `infra/service.ts` makes the service from it. */
export interface ServiceDefinition {
  /** Its Deployment, its label `app`, and its name in settings. */
  readonly name: string;
  /** The team that answers for it: label `owner`. */
  readonly owner: string;
  /** What other pods call it, and the name of its port. Renaming it breaks every caller that runs. */
  readonly address: { readonly name: string; readonly portName: string };
  /** The key of `shared-config` that holds its URL. @default - none: its callers know its address */
  readonly urlKey?: string;
  /** The first part of its host name: `users` in `users.example.local`. */
  readonly host: string;
  readonly audience: Audience;
  /** The repository of its image. */
  readonly repository: string;
  /** Numeric id of the image's user. */
  readonly user: number;
  /** The port that its container listens on. */
  readonly port: number;
  /** What is asked, and the timing that differs from `infra/probe-timing.ts`. */
  readonly probes: Pick<Probes, "readiness" | "liveness">;
  /** What is asked of it after each deployment: from outside where it has a host, and inside of each of its pods. */
  readonly smokeTests: readonly [SmokeTest, ...SmokeTest[]];
  readonly resources: Resources;
  /** @default - as every service (`components/workload/shutdown.ts`) */
  readonly shutdown?: Shutdown;
  /** How a new version takes over, unless a release says otherwise. */
  readonly strategy: Strategy;
  /**
   * The services that it calls, each with the first version that will do; raise a minimum together with the code that
   * needs it. Nothing else gets through between their pods, and its pods do not start beside an older version.
   */
  readonly calls: Readonly<Record<string, MinimumVersion>>;
  readonly objectives: Objectives;
  /** The series that it counts its requests in, at the path `/metrics`. */
  readonly exporter: Exporter;
  /** Rows of its dashboard beside those that every service has. @default - none */
  readonly dashboardRows?: readonly Row[];
  /** Names of fields that tell of persons, such as what they search for: log lines leave the cluster without their values. @default - none */
  readonly maskedFields?: readonly string[];
  /** @default - none: it has nothing to do with tokens */
  readonly tokenKeys?: TokenKeysPart;
  /** Flags that its code asks for, by name. @default - none */
  readonly flags?: Readonly<Record<string, FlagDefinition>>;
  /** @default - none: it keeps no data */
  readonly database?: DatabaseDefinition;
}
