import { type ServiceName, SERVICES } from "../../../infra/system";
import type { ServiceRelease } from "../../../release/service-release";
import type { AwsStack } from "../../../stacks/names";
import { isPromotion } from "../../images/promotion";
import { releaseWithEdits } from "../../release/editions";
import { table } from "../../table";

export interface DiffOptions {
  readonly from: AwsStack;
  readonly to: AwsStack;
}

/** `images diff`: which versions one environment has and another one has not, by their files; asks no registry. */
export function diff({ from, to }: DiffOptions): void {
  const [ahead, behind] = [releaseWithEdits(from).services, releaseWithEdits(to).services];
  const rows = SERVICES.map((name) => [
    name,
    versionText(ahead[name]),
    versionText(behind[name]),
    ahead[name].tag === behind[name].tag ? "same" : "differs",
  ]);
  console.log(table([["SERVICE", from.toUpperCase(), to.toUpperCase(), ""], ...rows]).join("\n"));
  const others = SERVICES.filter((name) => ahead[name].tag !== behind[name].tag);
  if (others.length === 0) {
    console.log(`\n${to} has the versions of ${from}.`);
    return;
  }
  const [what, command] = waysOf({ from, to });
  console.log(`\n${what}\n${others.map((name) => `  ${command(name, ahead[name].tag)}`).join("\n")}`);
}

/** How versions get from one environment to the other: images are copied from staging to production only. */
function waysOf({
  from,
  to,
}: DiffOptions): readonly [what: string, command: (name: ServiceName, tag: string) => string] {
  return isPromotion({ from, to })
    ? [
        `To bring ${from}'s versions into the registry of ${to}:`,
        (name, tag) => `npx thoughts image promote ${name} ${tag} --from ${from} --to ${to}`,
      ]
    : [
        `Images go from staging to production only. To bring ${from}'s versions into ${to}, and its images by: npx thoughts images push ${to}`,
        (name, tag) => `npx thoughts release start ${name} ${tag} -s ${to} --cause WHY`,
      ];
}

function versionText({ tag, rollout }: ServiceRelease): string {
  return rollout === undefined ? tag : `${tag}, changing to ${rollout.next.tag}`;
}
