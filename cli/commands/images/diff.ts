import { SERVICES } from "../../../infra/system";
import type { ServiceRelease } from "../../../release/service-release";
import type { AwsStack } from "../../../stacks/names";
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
  const promote = (name: (typeof SERVICES)[number]) =>
    `  npx thoughts image promote ${name} ${ahead[name].tag} --from ${from} --to ${to}`;
  console.log(`\nTo bring ${from}'s versions into the registry of ${to}:\n${others.map(promote).join("\n")}`);
}

function versionText({ tag, rollout }: ServiceRelease): string {
  return rollout === undefined ? tag : `${tag}, changing to ${rollout.next.tag}`;
}
