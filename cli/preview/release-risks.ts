import type { ServiceName } from "../../infra/system";
import { planChange, versionsOf } from "../../release/plan";
import type { ServiceRelease } from "../../release/service-release";
import type { Risk } from "../report/report";

type Services = Readonly<Record<ServiceName, ServiceRelease>>;

/** What stacks run before and after a change. */
export interface ReleaseChange {
  readonly before: Services;
  readonly after: Services;
  /** What speaks against bringing it into production, where the change is one of production. @default - nothing */
  readonly unpromoted?: readonly string[];
}

/** What speaks against the versions of a release: their order, what works with what, schemas, what staging has not run. */
export function releaseRisks({ before, after, unpromoted = [] }: ReleaseChange): readonly Risk[] {
  const { set, refusals, warnings } = planChange(versionsOf(before), versionsOf(after));
  return [
    ...refusals.map(({ kind, message }) => risk("danger", kind === "schema" ? "migration" : "versions", message)),
    ...(set ? [risk("notice", "versions", setText(set))] : []),
    ...warnings.map((what) => risk("warning", "migration", what)),
    ...unpromoted.map((what) => risk("danger", "promotion", what)),
  ];
}

function setText(set: readonly ServiceName[]): string {
  return `${set.join(" and ")} change as one set, by blue-green: switched together, and back together`;
}

function risk(level: Risk["level"], kind: Risk["kind"], what: string): Risk {
  return { level, kind, subject: "", what };
}
