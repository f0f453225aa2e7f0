import type { ServiceName } from "../../infra/system";
import type { Services } from "../../release/promotion";

/** An image of a service, as a stack's file names it. */
export interface NamedImage {
  readonly service: ServiceName;
  readonly tag: string;
  /** What the tag has to be. @default - undefined: whatever it is */
  readonly digest?: string | undefined;
  /** Why it can't be tested first, and the last day of that. @default - undefined: it is tested */
  readonly emergency?: { readonly reason: string; readonly until: string } | undefined;
}

/** What runs by a release, and what is coming, service by service. */
export function imagesNamed(services: Services): readonly NamedImage[] {
  return (Object.keys(services) as ServiceName[]).flatMap((service) => {
    const { tag, digest, emergency, emergencyUntil, rollout } = services[service];
    const now = { service, tag, digest, emergency: urgency(emergency, emergencyUntil) };
    return rollout === undefined
      ? [now]
      : [now, { service, ...rollout.next, emergency: urgency(rollout.emergency, rollout.emergencyUntil) }];
  });
}

/** The same release, with the content of an image that it names by its tag. */
export function withContent(services: Services, { service, tag }: NamedImage, digest: string): Services {
  const { rollout, ...own } = services[service];
  const coming = rollout?.next.tag === tag ? { ...rollout, next: { ...rollout.next, digest } } : rollout;
  return {
    ...services,
    [service]: { ...own, ...(own.tag === tag && { digest }), ...(coming && { rollout: coming }) },
  };
}

function urgency(reason: string | undefined, until: string | undefined): NamedImage["emergency"] {
  return reason === undefined || until === undefined ? undefined : { reason, until };
}
