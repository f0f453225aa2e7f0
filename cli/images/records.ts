import type { Attachment, Copier } from "./copier";

/** What a smoke test found about an image, where it ran. */
export interface SmokeRecord {
  readonly stack: string;
  readonly passed: boolean;
  readonly tag: string;
  /** Who had it run. */
  readonly by: string;
  /** When, in UTC. */
  readonly at: string;
  /** What was wrong, in a line. @default - undefined: nothing */
  readonly problem?: string | undefined;
}

/** That an image was brought from one environment into another. */
export interface PromotionRecord {
  readonly from: string;
  readonly to: string;
  readonly tag: string;
  readonly by: string;
  readonly at: string;
  /** Why it could not be tested first. @default - undefined: it was tested */
  readonly emergency?: string | undefined;
  /** The last day of the emergency. */
  readonly until?: string | undefined;
}

const SMOKE_TEST = "application/vnd.thoughts.smoke-test.v1+json";
const PROMOTION = "application/vnd.thoughts.promotion.v1+json";

/** Adds to an image what a smoke test found. @param image by digest */
export async function recordSmokeTest(copier: Copier, image: string, record: SmokeRecord): Promise<void> {
  await copier.attach(image, attachmentOf(SMOKE_TEST, { ...record, passed: String(record.passed) }), record.at);
}

/** The newest finding of a stack's smoke tests about an image. @returns undefined if there is none */
export async function smokeRecordOf(copier: Copier, image: string, stack: string): Promise<SmokeRecord | undefined> {
  const found = await copier.attached(image, SMOKE_TEST);
  const newest = found.findLast(({ annotations }) => annotations[keyOf("stack")] === stack);
  return newest && { ...textsOf(newest), at: newest.at, stack, passed: newest.annotations[keyOf("passed")] === "true" };
}

/** @param image by digest */
export async function recordPromotion(copier: Copier, image: string, record: PromotionRecord): Promise<void> {
  await copier.attach(image, attachmentOf(PROMOTION, { ...record }), record.at);
}

/** How an image came into a stack. @returns undefined if nobody promoted it */
export async function promotionRecordOf(
  copier: Copier,
  image: string,
  to: string,
): Promise<PromotionRecord | undefined> {
  const found = await copier.attached(image, PROMOTION);
  const newest = found.findLast(({ annotations }) => annotations[keyOf("to")] === to);
  if (newest === undefined) {
    return undefined;
  }
  const text = (name: string) => newest.annotations[keyOf(name)];
  return {
    ...textsOf(newest),
    at: newest.at,
    to,
    from: text("from") ?? "",
    emergency: text("emergency"),
    until: text("until"),
  };
}

function keyOf(name: string): string {
  return `thoughts.${name}`;
}

/** Annotations are texts in one line. */
function attachmentOf(type: string, record: Readonly<Record<string, string | undefined>>): Attachment {
  const entries = Object.entries(record).flatMap(([name, value]) =>
    value === undefined || name === "at" ? [] : [[keyOf(name), value.replace(/\s+/g, " ")]],
  );
  return { type, annotations: Object.fromEntries(entries) as Record<string, string> };
}

function textsOf({ annotations }: Attachment): Pick<SmokeRecord, "tag" | "by" | "problem"> {
  const text = (name: string) => annotations[keyOf(name)];
  return { tag: text("tag") ?? "", by: text("by") ?? "", problem: text("problem") };
}
