import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../engine/user-error";
import { type Finding, isWell } from "./smoke";

/** A load balancer of AWS needs some minutes until it sends requests to new pods only. */
const ATTEMPTS = 10;
const WAIT_MS = 30_000;

/**
 * Asks until all is well, or for five minutes: what is not well right after an `up` may be so a minute later, and a way back
 * that was not needed is an outage.
 * @returns what was found last
 * @throws {UserError} if nothing could be asked to the end
 */
export async function patiently(
  test: () => Promise<readonly Finding[]>,
  say: (line: string) => void,
  waitMs = WAIT_MS,
): Promise<readonly Finding[]> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === ATTEMPTS;
    const findings = await test().catch((error: unknown) => {
      if (isLast || !(error instanceof UserError)) {
        throw error;
      }
      return error;
    });
    if (findings instanceof UserError) {
      say(`nothing could be asked yet (${attempt} of ${ATTEMPTS}): ${findings.message}`);
    } else if (isWell(findings) || isLast) {
      return findings;
    } else {
      const wrong = findings.filter(({ problem }) => problem !== undefined).length;
      say(`${wrong} of ${findings.length} requests are not answered as they should be yet (${attempt} of ${ATTEMPTS})`);
    }
    await sleep(waitMs);
  }
}
