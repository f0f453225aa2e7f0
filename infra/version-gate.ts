import { type Problem, under } from "../components/base/problems";
import { judgeSupport, type SupportCalendar } from "../components/base/support";
import {
  checkAddonVersions,
  checkAutoscalerVersion,
  checkNodeVersion,
  EKS_CALENDAR,
} from "../components/cluster/kubernetes-versions";
import { RDS_POSTGRES_CALENDAR } from "../components/database/postgres-versions";
import committed from "../versions.json";
import type { Environment } from "./environment";

/** Those of `versions.json` whose maker says until when. */
export type DatedVersions = Pick<
  typeof committed,
  "eks" | "eksNodes" | "eksAddons" | "clusterAutoscaler" | "rdsPostgres"
>;

export interface VersionVerdict {
  readonly problems: readonly Problem[];
  /** For people, a line each. */
  readonly warnings: readonly string[];
}

/** A quarter: time for staging, for production, and for something to go wrong in between. */
export const NOTICE_DAYS = 90;

const HOW = "change versions.json as docs/upgrades.md says";

/**
 * Whether an environment's versions are still stood by, and fit each other.
 * @param today the day to judge by: `2026-11-25`
 * @param versions @default - the committed ones
 */
export function judgeVersions(
  { platform }: Environment,
  today: string,
  versions: DatedVersions = committed,
): VersionVerdict {
  const { eks, eksNodes, eksAddons, clusterAutoscaler: autoscaler, rdsPostgres } = versions;
  const dated = [
    ...(platform.kind === "aws" ? [{ path: "eks", what: "Kubernetes", version: eks, calendar: EKS_CALENDAR }] : []),
    ...(platform.database.kind === "rds"
      ? [{ path: "rdsPostgres", what: "PostgreSQL", version: rdsPostgres, calendar: RDS_POSTGRES_CALENDAR }]
      : []),
  ];
  const verdicts = dated.map((one) => ({ ...one, ...judged(one, today) }));
  const refused = verdicts.flatMap((verdict) =>
    verdict.kind === "unsupported" ? [{ path: verdict.path, message: verdict.message }] : [],
  );
  const unfit =
    platform.kind === "aws"
      ? [
          ...checkNodeVersion(eks, eksNodes),
          ...under("eksAddons", checkAddonVersions(eks, eksAddons)),
          ...(platform.cluster.compute.kind === "clusterAutoscaler" ? checkAutoscalerVersion(eks, autoscaler) : []),
        ]
      : [];
  return {
    problems: under("versions.json", [...refused, ...unfit]),
    warnings: [
      ...verdicts.flatMap((verdict) => (verdict.kind === "ending" ? [verdict.message] : [])),
      ...(platform.kind === "aws" && eksNodes !== eks
        ? [`nodes are still on Kubernetes ${eksNodes}, the cluster on ${eks}; once it has held, ${HOW}.`]
        : []),
    ],
  };
}

interface Dated {
  readonly what: string;
  readonly version: string;
  readonly calendar: SupportCalendar;
}

function judged(dated: Dated, today: string) {
  return judgeSupport({ ...dated, today, noticeDays: NOTICE_DAYS, remedy: HOW });
}
