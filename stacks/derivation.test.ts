import { describe, expect, it } from "vitest";
import { byService } from "../infra/system";
import { demoSettings, expiryOf } from "./demo-settings";
import { asleep, awake, change, derive, follow, type Source, unfollow } from "./derivation";
import { type Override, overrideOf } from "./overrides";
import { parseSettings } from "./settings";

const DIGEST = `sha256:${"a".repeat(64)}`;
const NOON = new Date("2026-11-30T12:00:00.123Z");
const LATER = new Date("2026-12-01T09:30:00Z");

/** A source in the middle of a rollout and of a rotation of its keys, with a backup of its data. */
const LOCAL: Source = {
  stack: "local",
  platform: "local",
  release: {
    services: {
      "users-backend": { tag: "v2.3", history: [{ revision: 1, tag: "v2.2" }], revision: 2 },
      "thoughts-backend": { tag: "v1.6", slot: "green", strategy: { kind: "blueGreen" } },
      frontend: { tag: "v3.7", digest: DIGEST, rollout: { phase: "replaced", next: { tag: "v3.8" } } },
    },
    migrations: { "users-backend": { attempt: 3, backups: { "0007_drop": "rds:before" } } },
    keys: { generation: 4, step: 3 },
    flags: { "relative-times": true },
  },
};
const WISH = { owner: "shop", scope: "the new search", ttlHours: 48, overrides: [] };

function override(given: string): Override {
  const result = overrideOf(given);
  if (typeof result !== "function") {
    throw new Error(result.problem);
  }
  return result;
}

describe("a demo that is derived", () => {
  const settings = derive(LOCAL, WISH, NOON);

  it("has versions and flags of its source, and nothing of its history, its changes under way, its keys or its backups", () => {
    expect(settings).toEqual({
      source: "local",
      demo: {
        owner: "shop",
        scope: "the new search",
        created: "2026-11-30T12:00:00Z",
        changed: "2026-11-30T12:00:00Z",
        ttlHours: 48,
      },
      release: {
        services: {
          "users-backend": { tag: "v2.3" },
          "thoughts-backend": { tag: "v1.6" },
          frontend: { tag: "v3.7", digest: DIGEST },
        },
        flags: { "relative-times": true },
      },
    });
  });

  it("passes the checks of a demo's settings", () => {
    expect(parseSettings(demoSettings, settings)).toHaveProperty("settings");
  });

  it("is the same each time, and leaves its source as it is", () => {
    const before = structuredClone(LOCAL);
    expect(derive(LOCAL, WISH, NOON)).toEqual(settings);
    derive(LOCAL, { ...WISH, overrides: [override("services.frontend.image.tag=v4.0")] }, NOON);
    expect(LOCAL).toEqual(before);
  });

  it("from another demo stands where that one does, has its sizes, and says whose copy it is", () => {
    const bert = { ...LOCAL, stack: "demo-bert", sizes: { replicas: { frontend: 2 } } };
    const { source, demo, sizes } = derive(bert, WISH, NOON);
    expect([source, demo.copyOf, sizes]).toEqual(["local", "demo-bert", { replicas: { frontend: 2 } }]);
  });

  it.each([
    ["services.frontend.image.tag=v3.8", { release: { services: { frontend: { tag: "v3.8" } } } }],
    [
      `services.users-backend.image.digest=${DIGEST}`,
      { release: { services: { "users-backend": { tag: "v2.3", digest: DIGEST } } } },
    ],
    ["services.frontend.replicas=3", { sizes: { replicas: { frontend: 3 } } }],
    ["flags.relative-times=false", { release: { flags: { "relative-times": false } } }],
    ["database.storage=10Gi", { sizes: { storageGib: 10 } }],
  ])("has %s otherwise, and nothing else", (given, expected) => {
    const changed = derive(LOCAL, { ...WISH, overrides: [override(given)] }, NOON);
    expect(changed).toMatchObject(expected);
    expect({ ...changed, release: undefined, sizes: undefined }).toEqual({
      ...settings,
      release: undefined,
      sizes: undefined,
    });
    expect(parseSettings(demoSettings, changed)).toHaveProperty("settings");
  });

  it("gives up the digest of its source with the tag of its source: it is of another image", () => {
    const changed = derive(LOCAL, { ...WISH, overrides: [override("services.frontend.image.tag=v3.8")] }, NOON);
    expect(changed.release.services.frontend).toEqual({ tag: "v3.8" });
  });

  it("has the later one of two overrides of one path", () => {
    const overrides = ["services.frontend.image.tag=v3.8", "services.frontend.image.tag=v3.9"].map(override);
    expect(derive(LOCAL, { ...WISH, overrides }, NOON).release.services.frontend.tag).toBe("v3.9");
  });
});

describe("a demo that is changed", () => {
  const settings = derive(LOCAL, WISH, NOON);

  it("lives for its time from the change on, and was made when it was made", () => {
    const { demo } = change(settings, {}, LATER);
    expect(demo).toEqual({ ...settings.demo, changed: "2026-12-01T09:30:00Z" });
    expect(expiryOf(demo).toISOString()).toBe("2026-12-03T09:30:00.000Z");
  });

  it("sleeps and wakes without a change of anything else, and goes on sleeping when it is kept for another time", () => {
    expect(awake(asleep(settings))).toEqual(settings);
    expect(change(asleep(settings), { ttlHours: 2 }, LATER).demo).toMatchObject({ asleep: true, ttlHours: 2 });
  });

  it("keeps what nobody speaks of", () => {
    const { demo, release } = change(
      settings,
      { ttlHours: 1, overrides: [override("flags.relative-times=false")] },
      LATER,
    );
    expect(demo).toMatchObject({ owner: "shop", scope: "the new search", ttlHours: 1 });
    expect(release.services).toEqual(settings.release.services);
  });
});

describe("a demo that follows a branch", () => {
  const settings = derive(LOCAL, WISH, NOON);
  const digests = byService((service) => `sha256:${String(service.length % 10).repeat(64)}`);
  const images = { branch: "feature/search", commit: "4f2a91c", digests };

  it("runs every service in the image of one commit, and has the rest as before", () => {
    const followed = follow(settings, images);
    expect(followed.demo).toEqual({ ...settings.demo, follow: { branch: "feature/search", commit: "4f2a91c" } });
    expect(followed.release).toEqual({
      ...settings.release,
      services: byService((service) => ({ tag: "4f2a91c", digest: digests[service] })),
    });
    expect(parseSettings(demoSettings, followed)).toHaveProperty("settings");
  });

  it("stays at the images that it has when it follows none any more", () => {
    const followed = follow(settings, images);
    expect(unfollow(followed)).toEqual({ ...followed, demo: settings.demo });
    expect(unfollow(settings)).toEqual(settings);
  });

  it.each([
    [{ branch: "a..b", commit: "4f2a91c" }, "demo.follow.branch"],
    [{ branch: "$(reboot)", commit: "4f2a91c" }, "demo.follow.branch"],
    [{ branch: "main", commit: "v3.8" }, "demo.follow.commit"],
    [{ branch: "main", commit: "4f2a91" }, "demo.follow.commit"],
    [{ branch: "main" }, "demo.follow.commit"],
  ])("is refused where its file says %j", (given, path) => {
    const { problems } = parseSettings(demoSettings, { ...settings, demo: { ...settings.demo, follow: given } }) as {
      readonly problems: readonly { readonly path: string }[];
    };
    expect(problems.map((problem) => problem.path)).toEqual([`thoughts:${path}`]);
  });
});

describe("an override", () => {
  it.each([
    ["frontend.image.tag=v3.8", `nothing has the path "frontend.image.tag"; did you mean services.frontend.image.tag?`],
    ["services.frontend.image.tga=v1", "did you mean services.frontend.image.tag or services.frontend.image.digest?"],
    ["flags.relative_times=true", "did you mean flags.relative-times?"],
    ["services.shop.replicas=2", "did you mean services.users-backend.replicas or"],
    ["colour=red", "these there are: services.users-backend.image.tag,"],
    [
      "services.frontend.image.tag=latest",
      `"latest" is not allowed for services.frontend.image.tag; write an image's tag`,
    ],
    ["services.frontend.image.tag", `"" is not allowed`],
    ["services.frontend.image.digest=abc", "write an image's digest, sha256: and 64 hex digits"],
    [
      "services.frontend.replicas=4",
      `"4" is not allowed for services.frontend.replicas; write a whole number of pods, 1 to 3`,
    ],
    ["services.frontend.replicas=two", "write a whole number of pods"],
    ["flags.relative-times=yes", "write true or false"],
    ["database.storage=11Gi", "write the size of each database's volume, 1Gi to 10Gi"],
    ["database.storage=5", "1Gi to 10Gi"],
    ["namespace=example", `nothing has the path "namespace"`],
  ])("%s is refused, with what would be right", (given, message) => {
    expect(overrideOf(given)).toEqual({ problem: expect.stringContaining(message) as string });
  });
});
