import { describe, expect, it } from "vitest";
import { checkRegion, checkZones, usualZones } from "./region";

const messageOf = (region: string) => checkRegion(region).map(({ path, message }) => `${path}: ${message}`);

describe("a region", () => {
  it.each(["us-west-2", "eu-central-1", "ap-northeast-1", "ap-southeast-7", "il-central-1", "mx-central-1"])(
    "may be %s",
    (region) => expect(messageOf(region)).toEqual([]),
  );

  it.each(["eu-nowhere-9", "us-west-3", "", "US-WEST-2", "us-west-2a", "toString"])("is not %j", (region) => {
    expect(messageOf(region)).toEqual([`region: "${region}" is no region of AWS; use one such as "us-west-2".`]);
  });

  it.each(["cn-north-1", "cn-northwest-1", "us-gov-west-1", "us-gov-east-1", "us-iso-east-1", "eusc-de-east-1"])(
    "is not %s, in which ARNs are others",
    (region) =>
      expect(messageOf(region)).toEqual([expect.stringContaining(`"${region}" is in another partition of AWS`)]),
  );

  it("has the zones that every account has, if there are such", () => {
    expect(usualZones("us-west-2")).toEqual(["a", "b", "c"]);
    for (const region of ["us-west-1", "us-east-1", "ap-northeast-1", "ca-central-1"]) {
      const zones = usualZones(region);
      expect(checkZones(region, zones).map(({ message }) => message)).toEqual([
        expect.stringContaining(`accounts have different availability zones in ${region}`),
      ]);
      expect(checkZones(region, ["a", "c"])).toEqual([]);
    }
  });
});
