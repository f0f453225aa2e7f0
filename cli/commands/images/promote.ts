import { UserError } from "../../../engine/user-error";
import { definitionOf, type ServiceName } from "../../../infra/system";
import { emergencyEnd } from "../../../release/promotion";
import { REASON } from "../../../release/service-release";
import type { AwsStack } from "../../../stacks/names";
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
export async function promote(service: ServiceName, tag: string, options: PromoteOptions): Promise<void> {
  const { from, to, emergency } = options;
  if (!isPromotion(options)) {
    throw new UserError(`images go from staging to production, and not from ${from} to ${to}. Nothing was copied.`);
  }
  if (emergency !== undefined && !REASON.test(emergency)) {
    throw new UserError(
      `"${emergency}" is no reason for an emergency; write why, in one line of at most 200 characters. Nothing was copied.`,
    );
  }
  const why = emergency === undefined ? undefined : { reason: emergency, until: emergencyEnd(new Date(today())) };
  refuseByFiles(service, { tag }, why);
  demandClock();
  const { at = "", by = "" } = stampNow();
  let promoted: Promoted | undefined;
  await runSteps([
    {
      title: `${service} ${tag}`,
      run: async (say) => {
        const { repository } = definitionOf(service);
        const check = (digest: string) => {
          refuseByFiles(service, { tag, digest }, why);
        };
        promoted = await withRegistries({ own: to, others: [from], say }, ({ copier, places }) => {
          const [source, target] = [required(places[from]), required(places[to])];
          return promoteImage({
            service,
            repository,
            tag,
            from: source,
            to: target,
            by,
            at,
            emergency: why,
            copier,
            check,
          });
        });
        return `${service} ${tag}: ${promoted.what === "there" ? "is there already" : "copied"}, ${promoted.digest}`;
      },
    },
  ]);
  const { digest } = required(promoted);
  const more = emergency === undefined ? "" : ` --emergency ${JSON.stringify(emergency)}`;
  console.log(
    `\n${to} has it now; nothing runs it yet. Bring it in:\n` +
      `  npx thoughts release start ${service} ${tag} --digest ${digest} -s ${to} --cause WHY${more}`,
  );
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
  const problems = promotionProblems(wanted);
  if (problems.length > 0) {
    throw new UserError(`${problems.join("\n")}\nNothing was copied.`);
  }
}
