import { SERVICES } from "../../../infra/system";
import type { DemoSettings } from "../../../stacks/demo-settings";
import { type BranchImages, change, follow } from "../../../stacks/derivation";
import { UserError } from "../../../engine/user-error";
import { newestImages } from "../../env/branch-images";
import { changeDemo } from "../../env/bring-in";
import { demoText, originOf, readDemo } from "../../env/demo-file";
import { demoCalled } from "../../env/demos";
import { endText } from "../../env/lease-text";
import { checkDemoName } from "../../env/name";
import { waitOf } from "../../env/wish";

export interface UpdateOptions {
  /** How long images of the newest commit are waited for, such as `30m`. @default - not at all */
  readonly wait?: string;
}

/** `env update`: a demo gets the newest images of the branch that it follows. With nothing newer, it is no change. */
export async function update(name: string, { wait }: UpdateOptions): Promise<void> {
  checkDemoName(name);
  const waitMs = waitOf(wait);
  demoCalled(name);
  const settings = readDemo(name);
  const branch = branchOf(name, settings);
  const newest = await newestImages({ branch, source: settings.source, waitMs });
  if (has(settings, newest)) {
    console.log(`${name} runs ${newest.commit} of ${branch} already. Nothing was changed.`);
    return;
  }
  const isIn = await changeDemo(name, (before) =>
    // Somebody may have chosen another branch while this one waited.
    before.demo.follow?.branch === branch ? change(follow(before, newest), {}, new Date()) : before,
  );
  if (isIn) {
    console.log(`${name} runs ${newest.commit} of ${branch}, and ${endText(readDemo(name), new Date())}.`);
  }
}

/** @throws {UserError} if the demo follows none, or a release of it is under way */
function branchOf(name: string, { demo, release: { services } }: DemoSettings): string {
  if (demo.follow === undefined) {
    throw new UserError(
      `${name} follows no branch; choose one: npx thoughts env clone ${originOf(demoText(name))} ${name} --follow BRANCH`,
    );
  }
  const changing = SERVICES.filter((service) => services[service].rollout !== undefined);
  if (changing.length > 0) {
    throw new UserError(
      `a release of ${changing.join(" and ")} is under way in ${name}; finish or abort it first: ` +
        `npx thoughts release abort ${changing[0] ?? ""} -s ${name}`,
    );
  }
  return demo.follow.branch;
}

function has({ demo, release: { services } }: DemoSettings, { commit, digests }: BranchImages): boolean {
  return (
    demo.follow?.commit === commit &&
    SERVICES.every((service) => services[service].tag === commit && services[service].digest === digests[service])
  );
}
