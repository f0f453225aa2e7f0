import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../wire/values";
import { checkRelease, diffRelease, recordOf } from "./release";

const release = {
  name: "controller",
  namespace: "kube-system",
  chart: "controller",
  version: "3.5.0",
  repositoryOpts: { repo: "https://charts.example" },
  values: { replicas: 2 },
};

describe("a Helm release that is recorded", () => {
  it("is taken, with values that are not known yet", () => {
    expect(checkRelease({ ...release, values: { vpcId: UNKNOWN } }).failures).toEqual([]);
  });

  it.each([
    [{ name: "No" }, `"No" is no release's name`],
    [{ version: "3" }, "name one chart version"],
    [{ colour: "red" }, "colour is not known to the stand-in"],
    [{ repositoryOpts: { repo: "charts" } }, "repositoryOpts.repo"],
  ])("is refused with %j", (change, reason) => {
    expect(checkRelease({ ...release, ...change }).failures).toEqual([
      expect.objectContaining({ reason: expect.stringContaining(reason) as string }),
    ]);
  });

  it("is another one under another name, and the same with other values", () => {
    expect(diffRelease(release, { ...release, values: { replicas: 3 } })).toMatchObject({ replaces: [] });
    expect(diffRelease(release, { ...release, name: "other" }).replaces).toEqual(["name"]);
    expect(diffRelease(release, release).changes.size).toBe(0);
  });

  it("has a record without its values, which may hold secrets", () => {
    expect(JSON.stringify(recordOf({ ...release, values: { password: "hunter2" } }))).not.toContain("hunter2");
  });
});
