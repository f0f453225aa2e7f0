import type { ServiceName } from "../infra/system";
import type { ServiceRelease } from "./service-release";

export type Services = Readonly<Record<ServiceName, ServiceRelease>>;

/** A version that production runs, or is to run. */
interface Wanted {
  readonly service: ServiceName;
  readonly tag: string;
  readonly emergency: string | undefined;
}

/**
 * What production runs has run in staging before, or in production itself (docs/system.md#environments). An emergency may
 * leave staging out: with a reason, for one service, and while nothing else changes.
 * @returns what speaks against it, for people
 */
export function checkPromotion(staging: Services, production: Services): readonly string[] {
  const names = Object.keys(production) as ServiceName[];
  const unknown = names.flatMap((name) =>
    wantedOf(name, production[name]).filter(({ tag }) => !ranIn(staging[name], production[name]).includes(tag)),
  );
  const urgent = [...new Set(unknown.filter(({ emergency }) => emergency !== undefined).map(({ service }) => service))];
  const changing = names.filter((name) => production[name].rollout !== undefined);
  const problems = unknown
    .filter(({ emergency }) => emergency === undefined)
    .map(({ service, tag }) => unpromoted(service, tag, staging[service]));
  if (urgent.length > 1) {
    problems.push(
      `an emergency touches one service only, and ${urgent.join(" and ")} have versions that were never in staging. ` +
        "Bring all but one of them through staging.",
    );
  }
  if (names.some((name) => production[name].rollout?.emergency !== undefined) && changing.length > 1) {
    problems.push(
      `an emergency touches one service only, and ${changing.join(" and ")} are changing. Finish or abort the others first.`,
    );
  }
  return problems;
}

function wantedOf(service: ServiceName, { tag, emergency, rollout }: ServiceRelease): readonly Wanted[] {
  const now = { service, tag, emergency };
  return rollout === undefined ? [now] : [now, { service, tag: rollout.next.tag, emergency: rollout.emergency }];
}

/** What a release in staging made its own, and what production went back from. */
function ranIn(staging: ServiceRelease, { history = [] }: ServiceRelease): readonly string[] {
  return [staging.tag, ...(staging.history ?? []).map(({ tag }) => tag), ...history.map(({ tag }) => tag)];
}

function unpromoted(service: ServiceName, tag: string, { tag: has }: ServiceRelease): string {
  return (
    `${service} ${tag} was never in staging, which has ${has}. Bring it in there first: ` +
    `npx thoughts release start ${service} ${tag} -s staging --cause WHY. In an emergency that can't wait: --emergency WHY.`
  );
}
