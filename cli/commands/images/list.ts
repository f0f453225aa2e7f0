import { definitionOf, type ServiceName, SERVICES } from "../../../infra/system";
import type { Copier } from "../../images/copier";
import { withRegistries } from "../../images/open-registries";
import type { Place } from "../../images/promotion";
import { promotionRecordOf, smokeRecordOf } from "../../images/records";
import { releaseWithEdits } from "../../release/editions";
import { required } from "../../steps";
import { table } from "../../table";

/** `images list`: the images that environments name, what was tested of them, and how they came there. */
export async function list(services: readonly ServiceName[]): Promise<void> {
  const asked = services.length > 0 ? services : SERVICES;
  const say = (line: string) => {
    console.error(line);
  };
  const rows = await withRegistries({ own: "production", others: ["staging"], say }, async ({ copier, places }) => {
    const found: (readonly string[])[] = [];
    for (const service of asked) {
      for (const stack of ["staging", "production"] as const) {
        for (const tag of tagsOf(stack, service)) {
          found.push([service, stack, tag, ...(await factsOf(copier, required(places[stack]), service, tag))]);
        }
      }
    }
    return found;
  });
  console.log(table([["SERVICE", "STACK", "TAG", "DIGEST", "TESTED IN STAGING", "PROMOTED"], ...rows]).join("\n"));
}

/** What runs, and what is coming. */
function tagsOf(stack: string, service: ServiceName): readonly string[] {
  const { tag, rollout } = releaseWithEdits(stack).services[service];
  return [...new Set([tag, ...(rollout === undefined ? [] : [rollout.next.tag])])];
}

async function factsOf(copier: Copier, place: Place, service: ServiceName, tag: string): Promise<readonly string[]> {
  const { repository } = definitionOf(service);
  const digest = await copier.digestOf(`${place.registry}/${repository}:${tag}`);
  if (digest === undefined) {
    return ["not there", "-", "-"];
  }
  const image = `${place.registry}/${repository}@${digest}`;
  const smoke = await smokeRecordOf(copier, image, "staging");
  const promotion = await promotionRecordOf(copier, image, place.stack);
  const urgent =
    promotion?.emergency === undefined ? "" : `, emergency until ${promotion.until ?? ""}: ${promotion.emergency}`;
  return [
    digest.slice(0, "sha256:".length + 12),
    smoke === undefined ? "no" : `${smoke.passed ? "passed" : "failed"} ${smoke.at}`,
    promotion === undefined ? "-" : `by ${promotion.by}, ${promotion.at}${urgent}`,
  ];
}
