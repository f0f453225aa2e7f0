import { describe, expect, it } from "vitest";
import { contentProblems, type Contents, contents, readLock } from "./contents";

it("an image that changed has a new version, and the lock knows both", async () => {
  expect(contentProblems(readLock(), await contents())).toEqual([]);
});

describe("the lock of images", () => {
  const locked: Contents = { tools: { version: "0.3.0", sha256: "a" } };
  const after = (version: string, sha256: string) => contentProblems(locked, { tools: { version, sha256 } });

  it("says nothing of an image that is what it was", () => {
    expect(after("0.3.0", "a")).toEqual([]);
  });

  it("refuses another content under the old version", () => {
    expect(after("0.3.0", "b")).toEqual([
      "the image tools has other content than 0.3.0 had. Registries keep the old one under that tag, so no environment would " +
        "get this one: give it a new version in versions.json (one of Debian's packages: 0.3.0-r2), then npm run images:lock.",
    ]);
  });

  it.each([
    ["0.4.0", "b"],
    ["0.4.0", "a"],
  ])("asks to be written for version %s with content %s", (version, sha256) => {
    expect(after(version, sha256)).toEqual([
      "the image tools has a new version: npm run images:lock, and commit cli/images/contents.lock.json.",
    ]);
  });

  it("asks to be written for an image that is new, or gone", () => {
    expect(contentProblems({}, locked)).toHaveLength(1);
    expect(contentProblems(locked, {})).toHaveLength(1);
  });

  it("has the program that gives access to databases, with what it imports", async () => {
    const { database_tools: tools } = await contents();
    expect(tools?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
