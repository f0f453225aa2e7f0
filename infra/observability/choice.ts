import { type Problem, under } from "../../components/base/problems";
import type { VolumeSize } from "../../components/database/postgres";
import { checkErrorTracker, type ErrorTracker, trackerSecretsOf } from "../../components/observability/error-tracker";
import { checkReceivers, type Receivers, rolesOf, secretsOf } from "../../components/observability/receivers";
import type { Duration } from "../../components/observability/rules";
import type { KubeletCertificates } from "../../components/observability/scraping";
import { secretPrefix } from "../account/names";
import type { Platform } from "../platform";

/** Where people look at samples. */
export type DashboardChoice =
  /** Grafana, with every dashboard and a login. */
  | { readonly kind: "grafana" }
  /** Nowhere: its image is not in the environment's registry, or somebody else's Grafana is in use. */
  | { readonly kind: "none" };

/** What makes entries in the error tracker: its Service, its pods, and the job that asks it for metrics. */
export const ERROR_REPORTER = "error-reporter";

/** How an environment is watched over. */
export interface Observability {
  /** Samples: where they are, and for how long. */
  readonly metrics: {
    readonly storage: VolumeSize;
    readonly retention: Duration;
  };
  readonly dashboards: DashboardChoice;
  readonly kubeletCertificates: KubeletCertificates;
  /** Who is told. A secret is the name of one in AWS Secrets Manager. */
  readonly receivers: Receivers;
  /** What makes entries of lines of level ERROR. Its secret is the name of one in AWS Secrets Manager. */
  readonly errorTracker: ErrorTracker;
  /** Folder of `docs/runbooks`, as whoever is told of an alert can open it. */
  readonly runbooks: `https://${string}`;
}

/** @param environment its name */
export function checkObservability(
  observability: Observability,
  platform: Platform,
  environment: string,
): readonly Problem[] {
  const { receivers, errorTracker, metrics } = observability;
  const onAws = () => [
    ...under("receivers", checkSomebodyIsTold(receivers)),
    ...checkSecretNames(observability, environment),
  ];
  return [
    ...under("receivers", checkReceivers(receivers)),
    ...under("errorTracker", checkErrorTracker(errorTracker)),
    ...(platform.kind === "aws" ? onAws() : checkNoSecret(observability)),
    ...(/^\d+(h|d)$/.test(metrics.retention)
      ? []
      : [
          {
            path: "metrics.retention",
            message: `"${metrics.retention}" is too short; use hours or days such as "15d".`,
          },
        ]),
  ];
}

/** Where people are served by it, a severity that nobody hears of is a mistake. */
function checkSomebodyIsTold(receivers: Receivers): readonly Problem[] {
  return rolesOf(receivers)
    .filter(([role, { kind }]) => role !== "watchdog" && kind === "none")
    .map(([role]) => ({
      path: role,
      message: `"none" tells nobody, which is for a machine of one's own; use "mail", "slack" or "webhook".`,
    }));
}

/** The secrets that it needs, each with what needs it. */
function neededSecrets({ receivers, errorTracker }: Observability): readonly (readonly [path: string, name: string])[] {
  return [
    ...rolesOf(receivers).flatMap(([role, receiver]) =>
      secretsOf(receiver).map((name) => [`receivers.${role}`, name] as const),
    ),
    ...trackerSecretsOf(errorTracker).map((name) => ["errorTracker", name] as const),
  ];
}

/** The roles that run the program may read no others. */
function checkSecretNames(observability: Observability, environment: string): readonly Problem[] {
  const prefix = secretPrefix({ environment });
  return neededSecrets(observability)
    .filter(([, name]) => !name.startsWith(prefix))
    .map(([path, name]) => ({
      path,
      message: `the secret "${name}" is none of this environment's, whose names begin with "${prefix}"; give it such a name.`,
    }));
}

function checkNoSecret(observability: Observability): readonly Problem[] {
  return neededSecrets(observability).map(([path, name]) => ({
    path,
    message: `the secret "${name}" is read from AWS Secrets Manager, so it needs the platform "aws"; use one without a secret.`,
  }));
}
