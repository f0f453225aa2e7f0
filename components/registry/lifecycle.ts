/** When images of a repository go. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
export interface LifecycleRule {
  /** A lower number goes first: what it matches by its tags can't be taken by a later rule. */
  readonly priority: number;
  readonly description: string;
  readonly selects: { readonly kind: "untagged" } | { readonly kind: "tagged"; readonly patterns: readonly string[] };
  /** Which of them go: those older than some days, or all but the newest. */
  readonly expires:
    | { readonly kind: "olderThanDays"; readonly days: number }
    | { readonly kind: "allButNewest"; readonly count: number };
}

/** More than a team releases in years, and far more than the ten revisions that can be gone back to. */
const RELEASES_KEPT = 1_000;
const UNTAGGED_DAYS = 7;
const BUILD_DAYS = 30;

const UNTAGGED: LifecycleRule = {
  priority: 2,
  description: "What no tag names",
  selects: { kind: "untagged" },
  expires: { kind: "olderThanDays", days: UNTAGGED_DAYS },
};

/**
 * Of a service's images, releases stay: an image that is deployed, or that can be gone back to, has a release's tag, because
 * an environment with another one is refused (`infra/environment.ts`). What branches and commits left goes after a month, unless it was released too.
 */
export const SERVICE_IMAGES: readonly LifecycleRule[] = [
  {
    priority: 1,
    description: "Releases",
    selects: { kind: "tagged", patterns: ["v*"] },
    expires: { kind: "allButNewest", count: RELEASES_KEPT },
  },
  UNTAGGED,
  {
    priority: 3,
    description: "Builds of branches and commits",
    selects: { kind: "tagged", patterns: ["*"] },
    expires: { kind: "olderThanDays", days: BUILD_DAYS },
  },
];

/** Copies of others' images are few, and are all kept. */
export const COPIED_IMAGES: readonly LifecycleRule[] = [UNTAGGED];

/** The rules as ECR reads them. */
export function renderLifecycle(rules: readonly LifecycleRule[]): string {
  return JSON.stringify({
    rules: rules.map(({ priority, description, selects, expires }) => ({
      rulePriority: priority,
      description,
      selection: {
        ...(selects.kind === "untagged"
          ? { tagStatus: "untagged" }
          : { tagStatus: "tagged", tagPatternList: [...selects.patterns] }),
        ...(expires.kind === "olderThanDays"
          ? { countType: "sinceImagePushed", countUnit: "days", countNumber: expires.days }
          : { countType: "imageCountMoreThan", countNumber: expires.count }),
      },
      action: { type: "expire" },
    })),
  });
}
