import type { ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { REQUIRED_TAGS, tagsRequired } from "./tags-required";

async function violations(
  type: string,
  props: Record<string, unknown>,
  provider?: { readonly props: Record<string, unknown> },
): Promise<readonly string[]> {
  const said: string[] = [];
  const args = { type, props, provider, name: "thing" } as unknown as ResourceValidationArgs;
  await (tagsRequired.validateResource as ResourceValidation)(args, (message) => said.push(message));
  return said;
}

const BUCKET = "aws:s3/bucket:Bucket";
const all = Object.fromEntries(REQUIRED_TAGS.map((tag) => [tag, "a"]));

describe("the rule that everything on AWS is tagged", () => {
  it.each([{ tags: all }, { tagsAll: all }, { tags: { service: "web" }, tagsAll: { ...all, more: "b" } }])(
    "lets %j pass",
    async (props) => {
      expect(await violations(BUCKET, props)).toEqual([]);
    },
  );

  it.each([{ tags: all }, JSON.stringify({ tags: all })])(
    "lets what an excluded resource would get from its provider pass: %j",
    async (defaultTags) => {
      expect(await violations(BUCKET, {}, { props: { defaultTags } })).toEqual([]);
    },
  );

  it("counts the tags of a provider together with a resource's own", async () => {
    const { owner, ...others } = all;
    expect(await violations(BUCKET, { tags: { owner } }, { props: { defaultTags: { tags: others } } })).toEqual([]);
    expect(await violations(BUCKET, {}, { props: { defaultTags: { tags: others } } })).toHaveLength(1);
    expect(await violations(BUCKET, {}, { props: { region: "us-west-2" } })).toHaveLength(1);
    expect(await violations(BUCKET, {}, { props: { defaultTags: "not known yet" } })).toHaveLength(1);
  });

  it("wants them of a group of instances itself, which gets none from its provider", async () => {
    const group = "aws:autoscaling/group:Group";
    const provider = { props: { defaultTags: { tags: all } } };
    expect(await violations(group, {}, provider)).toHaveLength(1);
    const tags = Object.entries(all).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
    expect(await violations(group, { tags }, provider)).toEqual([]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{}, "system, environment, owner, cost-centre, service"],
    [{ tagsAll: { ...all, owner: undefined } }, "owner"],
    [{ tagsAll: { ...all, "cost-centre": "" } }, "cost-centre"],
    [{ tags: "text", tagsAll: null }, "system, environment, owner, cost-centre, service"],
  ])("stops %j, and names what is missing", async (props, missing) => {
    expect(await violations(BUCKET, props)).toEqual([expect.stringContaining(`it lacks the tags ${missing}.`)]);
  });

  it("says nothing of what has no tags, or is not on AWS", async () => {
    expect(await violations("aws:s3/bucketPolicy:BucketPolicy", {})).toEqual([]);
    expect(await violations("kubernetes:core/v1:ConfigMap", {})).toEqual([]);
    expect(await violations("eks:index:Cluster", {})).toEqual([]);
  });

  it("stops an update, and says what to do", () => {
    expect(tagsRequired).toMatchObject({ enforcementLevel: "mandatory", severity: "medium" });
    for (const text of [tagsRequired.description, tagsRequired.remediationSteps, tagsRequired.url]) {
      expect(text).toMatch(/\S/);
    }
  });
});
