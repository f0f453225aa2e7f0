import { UserError } from "../../../engine/user-error";
import { definitionOf, type ServiceName } from "../../../infra/system";
import { emergencyEnd, type Services } from "../../../release/promotion";
import { REASON } from "../../../release/service-release";
import type { AwsStack } from "../../../stacks/names";
import { imagesNamed, type NamedImage, withContent } from "../../images/named";
import { withRegistries } from "../../images/open-registries";
import { isPromotion, promoteImage, type Promoted } from "../../images/promotion";
import { releaseWithEdits, stampNow } from "../../release/editions";
import { promotionProblems } from "../../release/promotion";
import { checkedRelease } from "../../release/stack-file";
import { required, runSteps } from "../../steps";
import { demandClock, today } from "../../today";

export interface PromoteOptions {
  readonly from: AwsStack;
  readonly to: AwsStack;
  /** Why it can't be tested first. @default - it was */
  readonly emergency?: string;
}

/** `images promote`: copies what an environment has run and tested into another one's registry. */
export async function promote(
  service: ServiceName | undefined,
  tag: string | undefined,
  options: PromoteOptions,
): Promise<void> {
  const { from, to, emergency } = options;
  if (!isPromotion(options)) {
    throw new UserError(`images go from staging to production, and not from ${from} to ${to}. Nothing was copied.`);
  }
  if (service === undefined || tag === undefined) {
    if (service !== undefined || emergency !== undefined) {
      throw new UserError(
        "one image is named by its service and its version; with neither, all that Pulumi.production.yaml names are promoted. Nothing was copied.",
      );
    }
    const { services } = releaseWithEdits(to);
    await promoteAll(imagesNamed(services), options, (image, digest) => {
      refuseUntested(withContent(services, image, digest));
    });
    return;
  }
  if (emergency !== undefined && !REASON.test(emergency)) {
    throw new UserError(
      `"${emergency}" is no reason for an emergency; write why, in one line of at most 200 characters. Nothing was copied.`,
    );
  }
  const why = emergency === undefined ? undefined : { reason: emergency, until: emergencyEnd(new Date(today())) };
  refuseByFiles(service, { tag }, why);
  const [promoted] = await promoteAll([{ service, tag, emergency: why }], options, (_, digest) => {
    refuseByFiles(service, { tag, digest }, why);
  });
  const more = emergency === undefined ? "" : ` --emergency ${JSON.stringify(emergency)}`;
  console.log(
    `\n${to} has it now; nothing runs it yet. Bring it in:\n` +
      `  npx thoughts release start ${service} ${tag} --digest ${required(promoted).digest} -s ${to} --cause WHY${more}`,
  );
}

/** @param check refuses a content that the stacks' files speak against */
async function promoteAll(
  wanted: readonly NamedImage[],
  { from, to }: Pick<PromoteOptions, "from" | "to">,
  check: (image: NamedImage, digest: string) => void,
): Promise<readonly Promoted[]> {
  demandClock();
  const { at = "", by = "" } = stampNow();
  const promoted: Promoted[] = [];
  await runSteps([
    {
      title: wanted.map(({ service, tag }) => `${service} ${tag}`).join(", "),
      run: async (say) => {
        await withRegistries({ own: to, others: [from], say }, async ({ copier, places }) => {
          const [source, target] = [required(places[from]), required(places[to])];
          for (const image of wanted) {
            say(`${image.service} ${image.tag}`);
            const { repository } = definitionOf(image.service);
            promoted.push(
              await promoteImage({
                ...image,
                repository,
                from: source,
                to: target,
                by,
                at,
                copier,
                check: (digest) => {
                  check(image, digest);
                },
              }),
            );
          }
        });
        return promoted
          .map(({ what, digest }, index) => {
            const { service, tag } = required(wanted[index]);
            return `${service} ${tag}: ${what === "there" ? "is there already" : "copied"}, ${digest}`;
          })
          .join("\n");
      },
    },
  ]);
  return promoted;
}

/** What the stacks' files say against it, before any registry is asked. @throws {UserError} */
function refuseByFiles(
  service: ServiceName,
  next: { readonly tag: string; readonly digest?: string },
  why?: { readonly reason: string; readonly until: string },
): void {
  const settings = releaseWithEdits("production");
  const { services } = settings;
  const emergency = why && { emergency: why.reason, emergencyUntil: why.until };
  const coming = { ...services[service], rollout: { phase: "replaced" as const, next, ...emergency } };
  const wanted = { ...services, [service]: coming };
  checkedRelease("production", { ...settings, services: wanted });
  refuseUntested(wanted);
}

/** @throws {UserError} if staging has not run what production is to have */
function refuseUntested(production: Services): void {
  const problems = promotionProblems(production);
  if (problems.length > 0) {
    throw new UserError(`${problems.join("\n")}\nNothing was copied.`);
  }
}
