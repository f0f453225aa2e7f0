import { describe, expect, it } from "vitest";
import type { DemoText } from "../../stacks/demo-settings";
import { checkDemoName } from "./name";
import { defaultWish, followOf, waitOf, wishOf } from "./wish";

describe("the name of a demo", () => {
  it.each([
    ["anna", `it does not begin with "demo-", and other names are those of environments`],
    ["kube-system", `it does not begin with "demo-"`],
    ["production", `it does not begin with "demo-"`],
    ["demo-Anna", `it has "A"`],
    ["demo-a_b.c", `it has "_", "."`],
    ["demo-ä", `it has "ä"`],
    [`demo-${"a".repeat(36)}`, "it has 41 characters"],
    ["demo-", `behind "demo-" comes no letter or digit`],
    ["demo-anna-", `behind "demo-" comes no letter or digit, or "-" is last`],
    ["demo--anna", `behind "demo-" comes no letter or digit`],
  ])("is not %s, and why is said", (name, why) => {
    expect(() => checkDemoName(name)).toThrow(`"${name}" is no name of a demo: ${why}`);
    expect(() => checkDemoName(name)).toThrow("at most 40, such as demo-anna.");
  });

  it.each(["demo-anna", "demo-1", `demo-${"a".repeat(35)}`])("may be %s", (name) => {
    expect(() => checkDemoName(name)).not.toThrow();
  });
});

describe("what is asked of a demo", () => {
  it("is what was typed, and nothing that was not", () => {
    expect(wishOf({ ttl: "3d", owner: "shop", scope: "search" })).toEqual({
      overrides: [],
      owner: "shop",
      scope: "search",
      ttlHours: 72,
    });
    expect(wishOf({})).toEqual({ overrides: [] });
  });

  it("is the image of a tag and a digest, in whatever order they are typed", () => {
    const image = "services.frontend.image";
    const [tag, digest] = ["v3.8", `sha256:${"b".repeat(64)}`];
    const settings = { release: { services: { frontend: { tag: "v3.7" } } } } as DemoText;
    const typed = [`${image}.tag=${tag}`, `${image}.digest=${digest}`];
    for (const set of [typed, typed.toReversed()]) {
      const { overrides = [] } = wishOf({ set });
      const { release } = overrides.reduce((whole, override) => override(whole), settings);
      expect(release.services.frontend).toEqual({ tag, digest });
    }
  });

  it("has an owner in any case, and ends after two days if nobody says when", () => {
    expect(defaultWish()).toMatchObject({ owner: expect.stringMatching(/^[a-z0-9-]+$/) as string, ttlHours: 48 });
  });

  it.each(["0h", "337h", "15d", "48", "two days", "-1h", "1.5h", "48 h", ""])("is not the time %s", (ttl) => {
    expect(() => wishOf({ ttl })).toThrow(`--ttl "${ttl}": it is whole hours or days, 1h to 336h, such as 48h or 3d`);
  });

  it.each(["1h", "336h", "14d"])("may be the time %s", (ttl) => {
    expect(wishOf({ ttl }).ttlHours).toBeGreaterThan(0);
  });

  it.each(["\u001b[31mred", "two\nlines", "tab\there", "a \u202etxt.exe", " x", "x ", "", "x".repeat(201)])(
    "is not to show %j",
    (scope) => {
      expect(() => wishOf({ scope })).toThrow(
        "--scope: it is one line of 1 to 200 characters, without spaces at its ends and without control characters",
      );
    },
  );

  it.each(["x", "Größe, wörtlich: 日本語 👩‍💻", "x".repeat(200)])("may be to show %s", (scope) => {
    expect(wishOf({ scope }).scope).toBe(scope);
  });

  it("is refused with all that is wrong at once", () => {
    const wrong = { set: ["colour=red", "flags.relative-times=1"], ttl: "9y", owner: "Shop!", scope: " " };
    expect(() => wishOf(wrong)).toThrow(
      /--set colour=red: .*\n--set flags\.relative-times=1: .*\n--owner "Shop!": .*\n--scope: .*\n--ttl "9y": .*\nNothing was changed\./,
    );
  });
});

describe("a branch to follow", () => {
  it.each([
    "main",
    "feature/search",
    "dependabot/npm_and_yarn/x-1.2.3",
    "größe",
    "v3.8",
    "a",
    "1",
    "c++",
    "x".repeat(200),
  ])("may be %s", (follow) => {
    expect(wishOf({ follow })).toEqual({ overrides: [] });
    expect(followOf({ follow })).toEqual({ branch: follow, waitMs: 0 });
  });

  it.each([
    ...["", "-x", "--upload-pack=x", "a..b", "a//b", "/a", "a/", "a/.b", ".a", "a.", "a.lock", "a.lock/b", "a@{1}"],
    ...["a b", "a~1", "a^", "a:b", "a?", "a*", "a[", "a\\b", "a;b", "$(a)", "a`b`", "a\nb", "x".repeat(201)],
  ])("is not %j", (follow) => {
    expect(() => wishOf({ follow })).toThrow(`--follow "${follow}": a name of a branch is letters, digits and`);
  });

  it("is none beside an image that somebody names, and without one nothing is waited for", () => {
    const set = ["services.frontend.image.tag=v3.8"];
    expect(() => wishOf({ follow: "main", set })).toThrow(
      "--follow and --set of an image: the branch says which images",
    );
    expect(() => wishOf({ follow: "main", set: ["services.frontend.replicas=2"] })).not.toThrow();
    expect(() => wishOf({ follow: false, set })).not.toThrow();
    expect(() => wishOf({ wait: "30m" })).toThrow("--wait: it waits for images of a branch; give --follow too");
  });

  it("is waited for as long as somebody says, and is none any more if somebody says so", () => {
    expect(followOf({ follow: "main", wait: "30m" })).toEqual({ branch: "main", waitMs: 1_800_000 });
    expect(followOf({ follow: false })).toBe("none");
    expect(followOf({})).toBeUndefined();
  });

  it.each(["0m", "30", "1h", "100m", "-1m", "30 m", ""])("is not waited for %j", (wait) => {
    expect(() => waitOf(wait)).toThrow(`--wait "${wait}": it is whole minutes, 1m to 99m, such as 30m`);
  });
});
