import { byService, type ServiceName } from "../../infra/system";
import { releaseOf } from "../release/stack-file";

/** The tags that pods of each service may have: what runs, and what is coming. */
export function versionsOf(stack: string): Readonly<Record<ServiceName, readonly string[]>> {
  const { services } = releaseOf(stack);
  return byService((name) => {
    const { tag, rollout } = services[name];
    return rollout === undefined ? [tag] : [tag, rollout.next.tag];
  });
}
