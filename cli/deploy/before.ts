import type { Services } from "../../release/promotion";

/** What a stack ran before it is deployed. */
export interface Before {
  /** The commit whose release it was. */
  readonly commit: string;
  readonly services: Services;
}
