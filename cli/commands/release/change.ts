import colors from "picocolors";
import { UserError } from "../../../engine/user-error";
import type { ServiceName } from "../../../infra/system";
import { type Change, changed, type Subject } from "../../../release/change";
import { planChange, versionsOf } from "../../../release/plan";
import type { Services } from "../../../release/promotion";
import type { ServiceRelease } from "../../../release/service-release";
import { isDemo } from "../../../stacks/names";
import { releaseWithEdits, stampNow } from "../../release/editions";
import { LocalRelease } from "../../release/local";
import { aloneWith, isBroughtInHere } from "../../release/place";
import { promotionProblems } from "../../release/promotion";
import { checkedRelease, writeServiceRelease } from "../../release/stack-file";
import { statusText } from "../../release/text";
import { previewCommand, upCommand } from "../../up-command";

export interface ChangeOptions {
  readonly stack: string;
  /** Seconds for which the pods of the version have to be well. @default - as long as it takes to judge them */
  readonly watch?: number;
}

/** `release start`, `advance`, `finish`, `abort` and `rollback`: one service's release, changed and brought in. */
export async function change(
  service: ServiceName,
  wanted: Change,
  { stack, watch: watchSeconds }: ChangeOptions,
): Promise<void> {
  const isHere = isBroughtInHere(stack);
  await aloneWith(stack, async () => {
    const settings = releaseWithEdits(stack);
    const before = settings.services[service];
    const after = releaseAfter({ service, stack }, before, wanted);
    const services = { ...settings.services, [service]: after };
    checkedRelease(stack, { ...settings, services });
    refuseUnpromoted(stack, services, wanted);
    const notes = refuseUnplanned(settings.services, services);
    if (isHere) {
      await new LocalRelease({ stack, service, change: wanted.kind, before, after, watchSeconds }).run();
    } else {
      writeServiceRelease(stack, service, after);
    }
    for (const note of notes) {
      console.log(colors.yellow(`note: ${note}`));
    }
    console.log(`\n${statusText({ service, stack }, after)}\n\n${written({ service, stack }, isHere)}`);
  });
}

/** @throws {UserError} if there can't be such a change */
function releaseAfter(subject: Subject, before: ServiceRelease, wanted: Change): ServiceRelease {
  const result = changed(subject, before, wanted, stampNow());
  if (result.kind === "refused") {
    throw new UserError(result.reason);
  }
  return result.release;
}

/** What goes to production was in staging, but for emergencies. @throws {UserError} otherwise */
function refuseUnpromoted(stack: string, services: Services, wanted: Change): void {
  if (stack === "production") {
    const problems = promotionProblems(services);
    if (problems.length > 0) {
      throw new UserError(problems.join("\n"));
    }
  } else if (wanted.kind === "start" && wanted.emergency !== undefined) {
    throw new UserError(`an emergency leaves staging out, which ${stack} is not behind; leave --emergency out.`);
  }
}

/**
 * What the program would refuse is refused before the file is written.
 * @returns what to know of a change that is not refused
 * @throws {UserError} otherwise
 */
function refuseUnplanned(before: Services, after: Services): readonly string[] {
  const { refusals, warnings } = planChange(versionsOf(before), versionsOf(after));
  if (refusals.length > 0) {
    throw new UserError(refusals.map(({ message }) => message).join("\n"));
  }
  return warnings;
}

function written({ service, stack }: Subject, isHere: boolean): string {
  // Git ignores the files of demos.
  const commit = `Pulumi.${stack}.yaml says so now${isDemo(stack) ? "" : "; commit it"}.`;
  return isHere
    ? commit
    : `${commit} Bring it in with Pulumi itself:\n` +
        `  ${previewCommand(stack)}    must touch nothing but ${service}\n` +
        `  ${upCommand(stack)}         waits until its pods are ready`;
}
