import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isVersion } from "../../components/base/version";
import { buildNames, MAIN } from "./build-tags";

const COMMIT = "2257f9c1d0e4b7a6958473625140312233445566";
const built = (ref: string, described = "v3.7-17-g2257f9c") => buildNames({ commit: COMMIT, ref, described });

describe("images of a commit", () => {
  it("49: have the short hash always, a tag of the branch on main only, and the Git tag on tags", () => {
    expect(built("refs/heads/main")).toEqual({
      version: "v3.7-17-g2257f9c",
      name: "2257f9c",
      more: ["main-2257f9c"],
    });
    expect(built("refs/heads/search")).toEqual({ version: "v3.7-17-g2257f9c", name: "2257f9c", more: [] });
    expect(built("refs/tags/v3.8", "v3.8")).toEqual({ version: "v3.8", name: "v3.8", more: ["2257f9c"] });
  });

  it("are of the tag that they are built for, where a commit has several", () => {
    expect(built("refs/tags/v3.8", "v3.8-rc.1").version).toBe("v3.8");
  });

  it("say a version that the program takes, and no two commits have a tag in common", () => {
    const hash = fc.stringMatching(/^[0-9a-f]{40}$/);
    fc.assert(
      fc.property(hash, hash, fc.boolean(), (one, other, isTag) => {
        fc.pre(one.slice(0, 7) !== other.slice(0, 7));
        const of = (commit: string, tag: string) =>
          buildNames({ commit, ref: isTag ? `refs/tags/${tag}` : MAIN, described: isTag ? tag : "v3.7" });
        const [first, second] = [of(one, "v3.8"), of(other, "v3.9")];
        expect([first, second].every(({ version }) => isVersion(version))).toBe(true);
        expect([first.name, ...first.more].filter((tag) => [second.name, ...second.more].includes(tag))).toEqual([]);
      }),
    );
  });

  it("are not made without a version: no tag, a clone without its history, a tag that is none", () => {
    expect(() => built(MAIN, "")).toThrow(
      "no version can be given to 2257f9c: git describe --tags finds no tag before it. Fetch the tags (git fetch --tags), or make the first one: git tag v1.0",
    );
    expect(() => built(MAIN, "nightly")).toThrow('git describe --tags says "nightly"');
    expect(() => built("refs/tags/vnext", "v3.8")).toThrow('"vnext" is no version, so no image gets it');
  });
});
