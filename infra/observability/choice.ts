import { type Problem, under } from "../../components/base/problems";
import type { VolumeSize } from "../../components/database/postgres";
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
  /** Folder of `docs/runbooks`, as whoever is told of an alert can open it. */
  readonly runbooks: `https://${string}`;
}

/** @param environment its name */
export function checkObservability(
  { receivers, metrics }: Observability,
  platform: Platform,
  environment: string,
): readonly Problem[] {
  const onAws = () => [...checkSomebodyIsTold(receivers), ...checkSecretNames(receivers, environment)];
  return [
    ...under("receivers", checkReceivers(receivers)),
    ...under("receivers", platform.kind === "aws" ? onAws() : checkNoSecret(receivers)),
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

/** The roles that run the program may read no others. */
function checkSecretNames(receivers: Receivers, environment: string): readonly Problem[] {
  const prefix = secretPrefix({ environment });
  return rolesOf(receivers).flatMap(([role, receiver]) =>
    secretsOf(receiver)
      .filter((name) => !name.startsWith(prefix))
      .map((name) => ({
        path: role,
        message: `the secret "${name}" is none of this environment's, whose names begin with "${prefix}"; give it such a name.`,
      })),
  );
}

function checkNoSecret(receivers: Receivers): readonly Problem[] {
  return rolesOf(receivers).flatMap(([role, receiver]) =>
    secretsOf(receiver).map((name) => ({
      path: role,
      message: `the secret "${name}" is read from AWS Secrets Manager, so it needs the platform "aws"; use a receiver without one.`,
    })),
  );
}
