import type { ImageVersion } from "../components/workload/image";
import type { ServiceName } from "./system";

/**
 * What a service has to do with a release set: several services whose versions change as one, by blue-green. They are
 * switched together, and back together (docs/releases.md).
 */
export interface SetPart {
  /** All services of the set. */
  readonly members: readonly ServiceName[];
  /** What the service ran before the set. */
  readonly from: ImageVersion;
}

/** Whether two lists name the same services. */
export function isSameSet(one: readonly ServiceName[], other: readonly ServiceName[] = []): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}
