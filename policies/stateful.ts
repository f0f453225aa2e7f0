/** A type of resource that holds what can't be made again. */
export interface Stateful {
  /** What is lost with it, for people: "its images". */
  readonly holds: string;
  /**
   * Whether each has to be protected from deletion. What is in a cluster is not: `up` asks before it replaces or deletes it,
   * and `down` is meant to take it away.
   */
  readonly protect: boolean;
  /** The property by which AWS itself refuses its deletion. @default - there is none */
  readonly deletionProtection?: string;
  /** Whether one with these inputs holds something. @default - each does */
  readonly has?: (inputs: Readonly<Record<string, unknown>>) => boolean;
}

/** What holds data, images or keys, by type token: for the policy, and for `up`. */
const STATEFUL: Readonly<Record<string, Stateful>> = {
  "aws:ecr/repository:Repository": { holds: "its images", protect: true },
  "aws:kms/key:Key": { holds: "what it encrypted", protect: true },
  "aws:rds/instance:Instance": { holds: "its databases", protect: true, deletionProtection: "deletionProtection" },
  "aws:s3/bucket:Bucket": { holds: "its objects", protect: true },
  "kubernetes:apps/v1:StatefulSet": { holds: "the data in its volumes", protect: false, has: hasVolumes },
  "kubernetes:core/v1:Namespace": { holds: "all that is in it", protect: false },
  "kubernetes:core/v1:PersistentVolumeClaim": { holds: "the data in its volume", protect: false },
  // A Secret is made of these, and can be made of them again.
  "pulumi-nodejs:dynamic/generated:KeyPair": { holds: "the key", protect: false },
  "pulumi-nodejs:dynamic/generated:Password": { holds: "the password", protect: false },
};

function hasVolumes({ spec }: Readonly<Record<string, unknown>>): boolean {
  const { volumeClaimTemplates = [] } = (spec ?? {}) as { readonly volumeClaimTemplates?: readonly unknown[] };
  return volumeClaimTemplates.length > 0;
}

/** @returns undefined for a resource that can be made again */
export function statefulOf(type: string, inputs: Readonly<Record<string, unknown>>): Stateful | undefined {
  const stateful = Object.hasOwn(STATEFUL, type) ? STATEFUL[type] : undefined;
  return stateful?.has?.(inputs) === false ? undefined : stateful;
}
