import { withLock } from "../engine/process/lock";
import { LOCK } from "./folders";

/** Does the work while no other command works on this clone's environment. */
export function alone(work: () => Promise<void>): Promise<void> {
  return withLock(LOCK, work, {
    onWait: (pid) => console.log(`process ${pid} works on this clone's environment; waiting until it has ended`),
  });
}
