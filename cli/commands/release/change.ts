import colors from "picocolors";
import { UserError } from "../../../engine/user-error";
import type { ServiceName } from "../../../infra/system";
import { type Change, changed } from "../../../release/change";
import { planChange, versionsOf } from "../../../release/plan";
import type { Services } from "../../../release/promotion";
import { type SetChange, setChanged, type SetResult } from "../../../release/set";
import { isDemo } from "../../../stacks/names";
import { releaseWithEdits, stampNow } from "../../release/editions";
import { LocalRelease } from "../../release/local";
import { aloneWith, isBroughtInHere } from "../../release/place";
import { promotionProblems } from "../../release/promotion";
import { checkedRelease, writeServiceReleases } from "../../release/stack-file";
import { statusText } from "../../release/text";
import { bringInLines } from "../../up-command";

export interface ChangeOptions {
  readonly stack: string;
  /** Seconds for which the pods of the version have to be well. @default - as long as it takes to judge them */
  readonly watch?: number;
}

/** `release start`, `advance`, `finish`, `abort` and `rollback`: one service's release, changed and brought in. */
export async function change(service: ServiceName, wanted: Change, options: ChangeOptions): Promise<void> {
  const { stack } = options;
  await changeServices(options, wanted, (before) => {
    const result = changed({ service, stack }, before[service], wanted, stampNow());
    return result.kind === "refused"
      ? result
      : { kind: "changed", members: [service], services: { ...before, [service]: result.release } };
  });
}

/** `release set start`, `advance`, `finish`, `abort` and `rollback`: the same for several services as one. */
export async function changeSet(wanted: SetChange, options: ChangeOptions): Promise<void> {
  await changeServices(options, wanted, (before) => setChanged(options.stack, before, wanted, stampNow()));
}

/** @throws {UserError} if there can't be such a change, or it was taken back */
async function changeServices(
  { stack, watch: watchSeconds }: ChangeOptions,
  wanted: Change | SetChange,
  changeOf: (before: Services) => SetResult,
): Promise<void> {
  const isHere = isBroughtInHere(stack);
  await aloneWith(stack, async () => {
    const settings = releaseWithEdits(stack);
    const before = settings.services;
    const result = changeOf(before);
    if (result.kind === "refused") {
      throw new UserError(result.reason);
    }
    const { members, services: after } = result;
    checkedRelease(stack, { ...settings, services: after });
    refuseUnpromoted(stack, after, wanted);
    const notes = refuseUnplanned(before, after);
    if (isHere) {
      await new LocalRelease({ stack, members, change: wanted.kind, before, after, watchSeconds }).run();
    } else {
      writeServiceReleases(stack, members, after);
    }
    for (const note of notes) {
      console.log(colors.yellow(`note: ${note}`));
    }
    const now = members.map((service) => statusText({ service, stack }, after[service])).join("\n\n");
    console.log(`\n${now}\n\n${written(stack, members, isHere)}`);
  });
}

/** What goes to production was in staging, but for emergencies. @throws {UserError} otherwise */
function refuseUnpromoted(stack: string, services: Services, wanted: Change | SetChange): void {
  if (stack === "production") {
    const problems = promotionProblems(services);
    if (problems.length > 0) {
      throw new UserError(problems.join("\n"));
    }
  } else if (wanted.kind === "start" && "emergency" in wanted && wanted.emergency !== undefined) {
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

function written(stack: string, members: readonly ServiceName[], isHere: boolean): string {
  // Git ignores the files of demos.
  const commit = `Pulumi.${stack}.yaml says so now${isDemo(stack) ? "" : "; commit it"}.`;
  return isHere ? commit : [`${commit} Bring it in:`, ...bringInLines(stack, members.join(" and "))].join("\n  ");
}
