import { describe, expect, it } from "vitest";
import { bootstrapOf, environmentOf } from "./environments";
import { awsSettings, parseSettings } from "./settings";
import { committedConfig } from "./testing/settings";

function configOf(stack: string, change: Readonly<Record<string, unknown>>) {
  const config = committedConfig(stack);
  return { ...config, thoughts: { ...config.thoughts, ...change } };
}

describe("settings of a region", () => {
  it.each([
    ["eu-nowhere-9", `region: "eu-nowhere-9" is no region of AWS`],
    ["cn-north-1", `region: "cn-north-1" is in another partition of AWS`],
    ["us-gov-west-1", `region: "us-gov-west-1" is in another partition of AWS`],
  ])("refuse %s, by name, in every stack", (region, message) => {
    for (const stack of ["staging", "production"]) {
      expect(() => environmentOf(configOf(stack, { region }))).toThrow(message);
    }
    expect(() => bootstrapOf(configOf("bootstrap-staging", { region }))).toThrow(message);
  });

  it.each(["us-west-1", "us-east-1", "ap-northeast-1", "ca-central-1"])(
    "demand zones in %s, where accounts have different ones",
    (region) => {
      expect(() => environmentOf(configOf("production", { region }))).toThrow(
        `cluster.network.zones: accounts have different availability zones in ${region}`,
      );
      const { platform } = environmentOf(configOf("production", { region, zones: ["a", "c"] }));
      expect(platform).toMatchObject({ cluster: { network: { zones: ["a", "c"] } } });
    },
  );

  it.each([
    [["a"], "thoughts:zones"],
    [["a", "us-west-2b"], "thoughts:zones.1"],
    ["a", "thoughts:zones"],
  ])("refuse the zones %j", (zones, path) => {
    const parsed = parseSettings(awsSettings, { ...committedConfig("production").thoughts, zones });
    expect("problems" in parsed && parsed.problems[0]).toMatchObject({
      path,
      message: expect.stringContaining("write a list of letters of the region's availability") as string,
    });
  });
});
