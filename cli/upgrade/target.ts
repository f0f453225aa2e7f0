import type { SupportCalendar } from "../../components/base/support";
import { kubernetesMinor } from "../../components/cluster/kubernetes-versions";
import { UserError } from "../../engine/user-error";

/**
 * The minor version to go to: the one that was asked for, or the next one.
 * @param current the control plane's version now: `1.35`
 * @throws {UserError} if it is none, none that EKS has, or older than the control plane
 */
export function targetOf(given: string | undefined, current: string, calendar: SupportCalendar): string {
  const next = `1.${kubernetesMinor(current) + 1}`;
  const known = Object.keys(calendar).join(", ");
  if (given === undefined && !Object.hasOwn(calendar, next)) {
    throw new UserError(
      `The control plane has ${current}, and EKS has no ${next} yet by the calendar of this program, which has ${known}; ` +
        `check what is left of an upgrade with --to ${current}, or write new dates into the calendar (docs/upgrades.md).`,
    );
  }
  const target = given ?? next;
  if (!Object.hasOwn(calendar, target)) {
    throw new UserError(`--to ${target} is no minor version of Kubernetes that EKS has; allowed are ${known}.`);
  }
  if (kubernetesMinor(target) < kubernetesMinor(current)) {
    throw new UserError(
      `--to ${target} is older than the control plane, which has ${current}; the next one is ${next}. ` +
        `How a control plane goes back is in docs/upgrades.md.`,
    );
  }
  return target;
}
