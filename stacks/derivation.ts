import { byService, type ServiceName, SERVICES } from "../infra/system";
import type { DemoText } from "./demo-settings";
import type { DemoSource } from "./names";
import type { Override } from "./overrides";
import { timeText } from "./time-text";

/** What a demo is made from: `local`, `staging`, or another demo. */
export interface Source {
  readonly stack: string;
  /** The stack in whose cluster it is: itself, unless it is a demo. */
  readonly platform: DemoSource;
  /** What it runs. */
  readonly release: DemoText["release"];
  /** @default - none: it is no demo, whose sizes would be another one's */
  readonly sizes?: DemoText["sizes"];
}

/** What a person says of a demo. */
export interface Wish {
  readonly owner: string;
  readonly scope: string;
  readonly ttlHours: number;
  /** What it has otherwise than its source, later ones last. */
  readonly overrides: readonly Override[];
}

/** The images of a commit of a branch, which a demo is to run. */
export interface BranchImages {
  readonly branch: string;
  /** The start of its hash: what tags its images. */
  readonly commit: string;
  readonly digests: Readonly<Record<ServiceName, string>>;
}

/**
 * The settings of a new demo. All that it has of its source is here: versions, flags and, of another demo, sizes. Nothing of
 * a change that is under way, of the source's history, its keys or its backups is.
 */
export function derive(source: Source, { overrides, owner, scope, ttlHours }: Wish, now: Date): DemoText {
  const { stack, platform, release, sizes = {} } = source;
  const time = timeText(now);
  const isCopy = stack !== platform;
  const settings: DemoText = {
    source: platform,
    demo: { owner, scope, created: time, changed: time, ttlHours, ...(isCopy && { copyOf: stack }) },
    ...(Object.keys(sizes).length > 0 && { sizes }),
    release: shownRelease(release),
  };
  return overrides.reduce((whole, override) => override(whole), settings);
}

/** The settings of a demo that is there, changed: its time counts anew. */
export function change(settings: DemoText, { overrides = [], ...lease }: Partial<Wish>, now: Date): DemoText {
  const changed = overrides.reduce((whole, override) => override(whole), settings);
  return { ...changed, demo: { ...changed.demo, ...lease, changed: timeText(now) } };
}

/** The settings of a demo that runs what a branch has: every service in the image of one commit. */
export function follow(settings: DemoText, { branch, commit, digests }: BranchImages): DemoText {
  const services = byService((service) => ({ tag: commit, digest: digests[service] }));
  return {
    ...settings,
    demo: { ...settings.demo, follow: { branch, commit } },
    release: { ...settings.release, services },
  };
}

/** The settings of a demo that stays at the images that it has. */
export function unfollow(settings: DemoText): DemoText {
  const demo = { ...settings.demo };
  delete demo.follow;
  return { ...settings, demo };
}

/** The settings of a demo that somebody accepts as it is now. It is no change: its time goes on. */
export function signOff(settings: DemoText, by: string, now: Date): DemoText {
  const versions = byService((service) => settings.release.services[service].tag);
  return { ...settings, demo: { ...settings.demo, signOff: { by, at: timeText(now), versions } } };
}

/** The settings of a demo none of whose pods is to run. It is no change: its time goes on. */
export function asleep(settings: DemoText): DemoText {
  return { ...settings, demo: { ...settings.demo, asleep: true } };
}

/** The settings of a demo whose pods are to run. */
export function awake(settings: DemoText): DemoText {
  const demo = { ...settings.demo };
  delete demo.asleep;
  return { ...settings, demo };
}

function shownRelease({ services, flags = {} }: DemoText["release"]): DemoText["release"] {
  const versions = SERVICES.map((service) => {
    const { tag, digest } = services[service];
    return [service, { tag, ...(digest !== undefined && { digest }) }] as const;
  });
  return {
    services: Object.fromEntries(versions) as unknown as typeof services,
    ...(Object.keys(flags).length > 0 && { flags }),
  };
}
