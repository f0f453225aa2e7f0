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
    comparison(ahead[name], behind[name]),
  ]);
  console.log(table([["SERVICE", from.toUpperCase(), to.toUpperCase(), ""], ...rows]).join("\n"));
  const same = SERVICES.filter((name) => comparison(ahead[name], behind[name]) === "same");
  const others = SERVICES.filter((name) => comparison(ahead[name], behind[name]) === "differs");
  if (others.length === 0) {
    console.log(
      same.length === SERVICES.length
        ? `\n${to} has the versions of ${from}.`
        : `\nA tag is never overwritten: give a version that has other content in ${from} a tag of its own.`,
    );
    return;
  }
  const [what, command] = waysOf({ from, to });
  console.log(`\n${what}\n${others.map((name) => `  ${command(name, ahead[name].tag)}`).join("\n")}`);
}

function comparison(ahead: ServiceRelease, behind: ServiceRelease): "same" | "differs" | "other content" {
  if (ahead.tag !== behind.tag) {
    return "differs";
  }
  const isKnown = ahead.digest !== undefined && behind.digest !== undefined;
  return isKnown && ahead.digest !== behind.digest ? "other content" : "same";
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
        `Images go from staging to production only. To bring ${from}'s versions into ${to}, then their images (npx thoughts images push ${to}):`,
        (name, tag) => `npx thoughts release start ${name} ${tag} -s ${to} --cause WHY`,
      ];
}

function versionText({ tag, rollout }: ServiceRelease): string {
  return rollout === undefined ? tag : `${tag}, changing to ${rollout.next.tag}`;
}
