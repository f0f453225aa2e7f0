// ECR does this, and can't be had here: its rules are followed as its reference says them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COPIED_IMAGES, type LifecycleRule, renderLifecycle, SERVICE_IMAGES } from "./lifecycle";

interface StoredImage {
  readonly digest: number;
  readonly tags: readonly string[];
  readonly ageDays: number;
}

function matches(rule: LifecycleRule, { tags }: StoredImage): boolean {
  const { selects } = rule;
  if (selects.kind === "untagged") {
    return tags.length === 0;
  }
  // Every pattern of a rule has to fit a tag of the image.
  return (
    tags.length > 0 &&
    selects.patterns.every((pattern) => {
      const regex = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
      return tags.some((tag) => regex.test(tag));
    })
  );
}

/**
 * The images that go. Each rule looks at all; what a rule matches by its tags, whether it takes it or not, is out of reach of
 * later ones.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
function expired(rules: readonly LifecycleRule[], images: readonly StoredImage[]): ReadonlySet<number> {
  const gone = new Set<number>();
  const claimed = new Set<number>();
  for (const rule of [...rules].sort((one, other) => one.priority - other.priority)) {
    const own = images.filter((image) => matches(rule, image)).sort((one, other) => one.ageDays - other.ageDays);
    const { expires } = rule;
    const taken =
      expires.kind === "olderThanDays" ? own.filter(({ ageDays }) => ageDays > expires.days) : own.slice(expires.count);
    taken.filter(({ digest }) => !claimed.has(digest)).forEach(({ digest }) => gone.add(digest));
    own.forEach(({ digest }) => claimed.add(digest));
  }
  return gone;
}

const tag = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 30 }))
    .map(([major, minor]) => `v${major}.${minor}`),
  fc.constantFrom("main-4f2a", "pr-17", "commit-9c1e"),
);
const images = fc
  .array(fc.record({ tags: fc.uniqueArray(tag, { maxLength: 3 }), ageDays: fc.integer({ min: 0, max: 4_000 }) }), {
    maxLength: 60,
  })
  .map((list) => list.map((image, digest) => ({ ...image, digest })));

describe("the images of a service", () => {
  it("that were released stay, however old they are and whatever other tags they have", () => {
    fc.assert(
      fc.property(images, (list) => {
        const gone = expired(SERVICE_IMAGES, list);
        expect(list.filter(({ tags, digest }) => tags.some((one) => one.startsWith("v")) && gone.has(digest))).toEqual(
          [],
        );
      }),
      { seed: 20_261_125 },
    );
  });

  it("that were not go after a month, and those without a tag after a week", () => {
    const list = [
      { digest: 1, tags: ["main-4f2a"], ageDays: 31 },
      { digest: 2, tags: ["main-4f2a"], ageDays: 29 },
      { digest: 3, tags: [], ageDays: 8 },
      { digest: 4, tags: [], ageDays: 6 },
      { digest: 5, tags: ["main-4f2a", "v1.0"], ageDays: 900 },
    ];
    expect([...expired(SERVICE_IMAGES, list)].sort()).toEqual([1, 3]);
  });

  it("would lose releases that are builds of branches too, if nothing spoke for releases first", () => {
    const careless = SERVICE_IMAGES.filter(({ priority }) => priority > 1);
    expect([...expired(careless, [{ digest: 1, tags: ["main-4f2a", "v1.0"], ageDays: 31 }])]).toEqual([1]);
  });
});

it("copies of others' images stay, whatever their tags", () => {
  const list = [
    { digest: 1, tags: ["3.15.0"], ageDays: 900 },
    { digest: 2, tags: [], ageDays: 8 },
  ];
  expect([...expired(COPIED_IMAGES, list)]).toEqual([2]);
});

it("the rules are written as ECR reads them", () => {
  expect(JSON.parse(renderLifecycle(SERVICE_IMAGES.slice(0, 2)))).toEqual({
    rules: [
      {
        rulePriority: 1,
        description: "Releases",
        selection: { tagStatus: "tagged", tagPatternList: ["v*"], countType: "imageCountMoreThan", countNumber: 1_000 },
        action: { type: "expire" },
      },
      {
        rulePriority: 2,
        description: "What no tag names",
        selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
        action: { type: "expire" },
      },
    ],
  });
});
