import type { ServiceName } from "../../infra/system";
import { planChange, versionsOf } from "../../release/plan";
import { checkPromotion } from "../../release/promotion";
import type { ServiceRelease } from "../../release/service-release";
import type { Risk } from "../report/report";
import { today } from "../today";

type Services = Readonly<Record<ServiceName, ServiceRelease>>;

/** What stacks run before and after a change. */
export interface ReleaseChange {
  readonly before: Services;
  readonly after: Services;
  /** What staging runs, where the change is one of production. @default - it is not */
  readonly staging?: Services | undefined;
}

/** What speaks against the versions of a release: their order, what works with what, schemas, what staging has not run. */
export function releaseRisks({ before, after, staging }: ReleaseChange): readonly Risk[] {
  const { refusals, warnings } = planChange(versionsOf(before), versionsOf(after));
  const unpromoted = staging === undefined ? [] : checkPromotion(staging, after, today());
  return [
    ...refusals.map(({ kind, message }) => risk("danger", kind === "schema" ? "migration" : "versions", message)),
    ...warnings.map((what) => risk("warning", "migration", what)),
    ...unpromoted.map((what) => risk("danger", "promotion", what)),
  ];
}

function risk(level: Risk["level"], kind: Risk["kind"], what: string): Risk {
  return { level, kind, subject: "", what };
}
