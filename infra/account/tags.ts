import { OWNER, SYSTEM } from "../system";

/** What every resource on AWS says of itself: where it belongs, who answers for it, and who pays. */
export interface Tags {
  readonly system: string;
  readonly environment: string;
  readonly owner: string;
  readonly "cost-centre": string;
  /** The service that it is for. */
  readonly service: string;
}

/** What serves no one service but all of them. */
const SHARED = "shared";

/** Tags of everything; what is for one service says so on top of them. */
export function tagsOf(environment: string, costCentre: string): Tags & Readonly<Record<string, string>> {
  return { system: SYSTEM, environment, owner: OWNER, "cost-centre": costCentre, service: SHARED };
}
