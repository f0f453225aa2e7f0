import { UserError } from "../../engine/user-error";
import type { ServiceName } from "../../infra/system";
import type { Copier } from "./copier";
import { promotionRecordOf, recordPromotion, smokeRecordOf } from "./records";

/** An environment, with what the names of its images start with. */
export interface Place {
  readonly stack: string;
  readonly registry: string;
}

export interface PromotionArgs {
  readonly service: ServiceName;
  readonly repository: string;
  readonly tag: string;
  /** What the tag has to be. @default - undefined: whatever it is where it comes from */
  readonly digest?: string | undefined;
  readonly from: Place;
  readonly to: Place;
  readonly by: string;
  /** In UTC, to the second. */
  readonly at: string;
  /** Why it can't be tested first, and the last day of that. @default - undefined: it was tested */
  readonly emergency?: { readonly reason: string; readonly until: string } | undefined;
  /** What the stacks' files say against this content. @throws {UserError} */
  readonly check: (digest: string) => void;
  readonly copier: Copier;
}

/** Whether images go this way at all. */
export function isPromotion({ from, to }: { readonly from: string; readonly to: string }): boolean {
  return from === "staging" && to === "production";
}

export interface Promoted {
  readonly digest: string;
  /** Whether it was there before. */
  readonly what: "copied" | "there";
}

/**
 * Copies a tested image, by digest and with all that belongs to it, and writes down who did so. Run again after an
 * interruption, it goes on from what is there.
 * @throws {UserError} before anything is copied: if the image is not there, was not tested or not well, or its tag is taken
 */
export async function promoteImage(args: PromotionArgs): Promise<Promoted> {
  const { repository, tag, from, to, copier } = args;
  const digest = await copier.digestOf(`${from.registry}/${repository}:${tag}`);
  if (digest === undefined) {
    throw new UserError(
      `${repository}:${tag} is not in the registry of ${from.stack} (${from.registry}); bring it there: ` +
        `npx thoughts images push ${from.stack}. Nothing was copied.`,
    );
  }
  if (args.digest !== undefined && args.digest !== digest) {
    throw new UserError(
      `${repository}:${tag} in the registry of ${from.stack} is ${digest}, and the release of ${to.stack} names ${args.digest}; ` +
        `correct the digest in Pulumi.${to.stack}.yaml, or name another version. Nothing was copied.`,
    );
  }
  args.check(digest);
  const there = await copier.digestOf(`${to.registry}/${repository}:${tag}`);
  const known =
    there === digest ? await promotionRecordOf(copier, `${to.registry}/${repository}@${digest}`, to.stack) : undefined;
  if (known !== undefined) {
    // What was promoted may run; a later test of it says something of where it was tested.
    return { digest, what: "there" };
  }
  if (args.emergency === undefined) {
    await demandTested(args, digest);
  }
  if (there !== undefined && there !== digest) {
    throw new UserError(
      `${to.registry}/${repository}:${tag} is ${there}, and that of ${from.stack} is ${digest}; a tag is never overwritten. ` +
        `Give the version of ${from.stack} another tag, or delete that of ${to.stack} if nothing runs it. Nothing was copied.`,
    );
  }
  if (there === undefined) {
    await copier.copy(`${from.registry}/${repository}@${digest}`, `${to.registry}/${repository}:${tag}`);
    await demandCopied(args, digest);
  }
  await writeDown(args, `${to.registry}/${repository}@${digest}`);
  return { digest, what: there === undefined ? "copied" : "there" };
}

async function demandTested({ service, repository, tag, from, copier }: PromotionArgs, digest: string): Promise<void> {
  const record = await smokeRecordOf(copier, `${from.registry}/${repository}@${digest}`, from.stack);
  const test = `npx thoughts smoke ${from.stack} ${service} --context NAME --record`;
  if (record === undefined) {
    throw new UserError(
      `${from.stack} has not run ${service} ${tag} (${digest}) with a smoke test; bring it in there, and test it: ${test}. ` +
        `In an emergency that can't wait: --emergency WHY. Nothing was copied.`,
    );
  }
  if (!record.passed) {
    throw new UserError(
      `the smoke test of ${service} ${tag} in ${from.stack} failed on ${record.at}: ${record.problem ?? "it does not say why"}. ` +
        `Mend it, and test it again: ${test}. In an emergency that can't wait: --emergency WHY. Nothing was copied.`,
    );
  }
}

async function demandCopied({ repository, tag, to, copier }: PromotionArgs, digest: string): Promise<void> {
  const copied = await copier.digestOf(`${to.registry}/${repository}:${tag}`);
  if (copied !== digest) {
    throw new UserError(
      `${to.registry}/${repository}:${tag} was copied, and is ${copied ?? "not there"} instead of ${digest}; look at it before you go on.`,
    );
  }
}

async function writeDown({ tag, from, to, by, at, emergency, copier }: PromotionArgs, image: string): Promise<void> {
  const why = emergency && { emergency: emergency.reason, until: emergency.until };
  await recordPromotion(copier, image, { from: from.stack, to: to.stack, tag, by, at, ...why });
}
