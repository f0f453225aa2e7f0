import { misfit } from "../components/base/formats";
import { type Problem, under } from "../components/base/problems";
import { isVersion } from "../components/base/version";
import { checkRelease } from "../components/rollout/release";
import { checkImageVersion, type Image, type ImageVersion } from "../components/workload/image";
import { checkScaling, mostReplicas } from "../components/workload/scaling";
import { checkDerivedNames } from "./account/derived-names";
import { checkMigrations, type MigrationSettings } from "./database/schemas";
import { exposureOf } from "./edge/exposures";
import type { Delivery } from "./delivery/choice";
import type { Flags } from "./flags";
import type { Lease } from "./lease";
import { checkTokenKeys, type TokenKeys } from "./keys/generations";
import { checkObservability, type Observability } from "./observability/choice";
import { checkLogs, type LogChoice } from "./observability/log-choice";
import { checkPlatform, type Platform } from "./platform";
import type { ProtectedName } from "./protection";
import { checkSets } from "./release-set-check";
import {
  checkContainerSettings,
  comingVersion,
  type ServiceSettings,
  type ServiceVersion,
  strategyOf,
} from "./service-settings";
import { checkDependencies } from "./services/dependencies";
import { BACKENDS, type BackendName, byService, SERVICES, type ServiceName } from "./system";

/** All that the platform must be told. */
export interface Environment {
  readonly name: string;
  readonly namespace: string;
  readonly platform: Platform;
  readonly pullPolicy: Image["pullPolicy"];
  /** Seconds without a new pod getting ready after which a rollout has failed. Where nodes are made on demand, pods wait for them. */
  readonly progressDeadlineSeconds: number;
  /** The parent of all host names: the frontend is `frontend.<domain>`. */
  readonly domain: string;
  /** What may be deleted or replaced although it holds what can't be made again. Named for one change, and taken out after it. */
  readonly unprotected: readonly ProtectedName[];
  readonly services: Readonly<Record<ServiceName, ServiceSettings>>;
  readonly delivery: Delivery;
  readonly migrations: Readonly<Record<BackendName, MigrationSettings>>;
  readonly flags: Flags;
  readonly tokenKeys: TokenKeys;
  /** Where log lines go that are to outlive the pod that wrote them. */
  readonly logs: LogChoice;
  /** Who watches over it. @default - undefined: nobody, as over a copy for a demo */
  readonly observability: Observability | undefined;
  /** Whose it is and until when. @default - nobody's in particular, and without an end: no demo */
  readonly lease?: Lease;
  /** Whether no pod of what serves it runs: databases keep their volumes. Services have no pods either, by their scaling. @default false */
  readonly asleep?: boolean;
}

/** An environment that somebody watches over. */
export interface WatchedEnvironment extends Environment {
  readonly observability: Observability;
}

/** What is wrong with an environment, before anything of it exists. */
export function checkEnvironment(environment: Environment): readonly Problem[] {
  return [
    ...checkNames(environment),
    ...SERVICES.flatMap((name) => {
      const { image, scaling, release } = environment.services[name];
      const exposure = exposureOf(environment, name);
      const strategy = strategyOf(name, environment.services[name]);
      return under(`services.${name}`, [
        ...under("image", checkImageVersion(image)),
        ...under("scaling", checkScaling(scaling)),
        ...checkContainerSettings(name, environment.services[name]),
        ...checkRelease({ image, scaling, strategy, exposure, release }),
      ]);
    }),
    ...under("services", checkDependencies(comingVersions(environment), leavingVersions(environment))),
    ...under("services", checkSets(environment.services)),
    ...checkMigrations(environment.migrations, comingVersions(environment)),
    ...checkReleased(environment),
    ...checkSidecars(environment),
    ...under("tokenKeys", checkTokenKeys(environment.tokenKeys)),
    ...under("platform", checkPlatform(environment.platform)),
    ...under("logs", checkLogs(environment.logs, environment.platform)),
    ...(environment.observability === undefined
      ? []
      : under("observability", checkObservability(environment.observability, environment.platform, environment.name))),
  ];
}

/** The version of each service that an environment is to have, at the latest once a change that is under way is finished. */
export function comingVersions({
  services,
}: Pick<Environment, "services">): Readonly<Record<ServiceName, ServiceVersion>> {
  return byService((name) => comingVersion(services[name]));
}

/** The versions that answer beside those that come, because a strategy has both at once. */
function leavingVersions(environment: Environment): Readonly<Partial<Record<ServiceName, ImageVersion>>> {
  const leaving = SERVICES.filter((name) => {
    const { kind } = strategyOf(name, environment.services[name]);
    const isChanging = environment.services[name].release?.rollout !== undefined;
    return isChanging && (kind === "blueGreen" || kind === "canary");
  });
  return Object.fromEntries(leaving.map((name) => [name, environment.services[name].image]));
}

function checkNames({ name, namespace, domain, platform }: Environment): readonly Problem[] {
  return [
    ...fitting("namespace", misfit("dnsLabel", namespace, "namespace")),
    ...fitting("domain", misfit("domain", domain, "domain") ?? uncertified(domain, platform)),
    ...(platform.kind === "aws" ? checkDerivedNames({ environment: name, account: platform.account }) : []),
  ];
}

function fitting(path: string, message: string | undefined): readonly Problem[] {
  return message === undefined ? [] : [{ path, message }];
}

/** Why there can't be a certificate for a domain. @returns undefined if there can, or need not */
function uncertified(domain: string, { ingress }: Platform): string | undefined {
  const complaint = ingress.kind === "alb" ? misfit("certificateDomain", domain, "domain of a certificate") : undefined;
  return complaint && `${complaint} That of a demo begins with its name: give it a shorter name.`;
}

/**
 * A version that was mistyped would be found by a pod only, and ECR lets images go that no release names
 * (`components/registry/lifecycle.ts`), whether they run or not.
 */
function checkReleased({ platform, services }: Environment): readonly Problem[] {
  return SERVICES.flatMap((name) => {
    const { image, release } = services[name];
    const next = release?.rollout?.next.tag;
    return [image.tag, ...(next === undefined ? [] : [next])].flatMap((tag) =>
      fitting(`services.${name}.image.tag`, unreleased(tag, platform)),
    );
  });
}

/** Why a tag is none of a release. @returns undefined if it may be one */
function unreleased(tag: string, platform: Platform): string | undefined {
  if (/^\d+(\.\d+)+$/.test(tag)) {
    return `"${tag}" is no version; write "v${tag}".`;
  }
  return platform.kind === "aws" && tag !== "latest" && !isVersion(tag)
    ? `"${tag}" is no release's tag, and the registry deletes others after 30 days; tag it such as "v1.5".`
    : undefined;
}

/** Two pods with a database each would hold two diverging databases (docs/system.md#databases). */
function checkSidecars({ platform, services }: Environment): readonly Problem[] {
  if (platform.database.kind !== "sidecar") {
    return [];
  }
  const kinds = platform.kind === "aws" ? `"statefulSet" or "rds"` : `"statefulSet"`;
  const others = `or the database kind ${kinds}.`;
  return BACKENDS.flatMap((name) => {
    const { scaling, strategy } = services[name];
    const problems: Problem[] = [];
    if (scaling.kind === "hpa" || mostReplicas(scaling) > 1) {
      problems.push({
        path: "scaling",
        message:
          `up to ${mostReplicas(scaling)} pods, each with its own sidecar database, would hold diverging data. ` +
          `Use { kind: "fixed", replicas: 1 }, ${others}`,
      });
    }
    if (strategy?.kind === "blueGreen" || strategy?.kind === "canary") {
      problems.push({
        path: "strategy",
        message: `${strategy.kind} would have a pod with another database in it. Use { kind: "recreate" }, ${others}`,
      });
    }
    return under(`services.${name}`, problems);
  });
}
