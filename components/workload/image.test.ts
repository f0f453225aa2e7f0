import { describe, expect, it } from "vitest";
import { checkImageVersion } from "./image";

const DIGEST = `sha256:${"0".repeat(64)}`;

describe("an image version", () => {
  it.each([{ tag: "v1.5" }, { tag: "2257f9c" }, { tag: "v2.3-17-g2257f9c", digest: DIGEST }])(
    "may be %j",
    (version) => {
      expect(checkImageVersion(version)).toEqual([]);
    },
  );

  it.each([
    [{ tag: "latest" }, "tag", `"latest" moves`],
    [{ tag: "" }, "tag", `"" is no image tag`],
    [{ tag: "-v1" }, "tag", `"-v1" is no image tag`],
    [{ tag: "a".repeat(129) }, "tag", "is no image tag"],
    [{ tag: "v1.5", digest: "sha256:12" }, "digest", `"sha256:12" is no digest`],
  ])("may not be %j", (version, path, message) => {
    expect(checkImageVersion(version)).toEqual([{ path, message: expect.stringContaining(message) as string }]);
  });
});
