import type { PastRun } from "../../engine/pulumi/past-runs";
import type { ServiceRelease } from "../../release/service-release";

/** What one run of the engine has changed. */
export interface Changes {
  readonly at: Date;
  readonly succeeded: boolean;
  /** The versions that it changed, for people: `frontend v3.7 → v3.8`. */
  readonly versions: readonly string[];
  /** `2 create, 3 update` */
  readonly resources: string;
}

/**
 * What runs have changed: the version of a service, if the settings that they were given tell one from the run before.
 * @param runs the newest first
 * @param count how many at most
 */
export function changesOf(runs: readonly PastRun[], count: number): readonly Changes[] {
  return runs.slice(0, count).map(({ endedAt, succeeded, kind, changes, config }, index) => ({
    at: endedAt,
    succeeded,
    versions: versionChanges(servicesIn(runs[index + 1]?.config), servicesIn(config)),
    resources: resourcesText(kind, changes),
  }));
}

type Services = Readonly<Record<string, ServiceRelease | undefined>>;

/** What the settings say is to run. They were checked when the run was; of an earlier program's only what is there. */
function servicesIn(config: PastRun["config"] = {}): Services {
  const release = config["thoughts:release"] as { readonly services?: Services } | undefined;
  return release?.services ?? {};
}

function versionChanges(before: Services, after: Services): readonly string[] {
  return Object.entries(after).flatMap(([service, release]) => {
    const text = release && versionChange(before[service], release);
    return text === undefined ? [] : [`${service} ${text}`];
  });
}

function versionChange(before: ServiceRelease | undefined, after: ServiceRelease): string | undefined {
  if (before === undefined) {
    return after.tag;
  }
  if (before.tag !== after.tag) {
    return `${before.tag} → ${after.tag}${because(after.cause)}`;
  }
  if (after.rollout !== undefined && after.rollout.phase !== before.rollout?.phase) {
    const { phase, next, cause } = after.rollout;
    return `${after.tag} → ${next.tag}, ${phase}${because(cause)}`;
  }
  return before.rollout !== undefined && after.rollout === undefined
    ? `back to ${after.tag}, without ${before.rollout.next.tag}`
    : undefined;
}

function because(cause: string | undefined): string {
  return cause === undefined ? "" : ` (${cause})`;
}

function resourcesText(kind: string, changes: PastRun["changes"]): string {
  const counts = Object.entries(changes).map(([operation, count]) => `${count} ${operation}`);
  const text = counts.length === 0 ? "nothing changed" : counts.join(", ");
  return kind === "update" ? text : `${kind}: ${text}`;
}
