import type { ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { imageVersion } from "./image-version";

/** What the rule says of a resource. */
async function violations(type: string, props: Record<string, unknown>): Promise<readonly string[]> {
  const said: string[] = [];
  const args = { type, props, name: "api" } as unknown as ResourceValidationArgs;
  await (imageVersion.validateResource as ResourceValidation)(args, (message) => said.push(message));
  return said;
}

function deployment(...images: readonly unknown[]): Record<string, unknown> {
  return { spec: { template: { spec: { containers: images.map((image) => ({ name: "web", image })) } } } };
}

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const DIGEST = `sha256:${"0".repeat(64)}`;

describe("the rule that images name a version", () => {
  it.each(["web:v1.5", "host:5000/web:v1.5", `host:5000/web@${DIGEST}`, `web:latest@${DIGEST}`])(
    "lets %s pass",
    async (image) => {
      expect(await violations(DEPLOYMENT, deployment(image))).toEqual([]);
    },
  );

  it.each(["web", "web:latest", "host:5000/web", "host:5000/web:latest"])(
    "stops %s, and says what to write",
    async (image) => {
      expect(await violations(DEPLOYMENT, deployment(image))).toEqual([
        expect.stringMatching(
          /^container web has the image ".*", which names no version\. Allowed is a tag other than latest/,
        ),
      ]);
    },
  );

  it("names every container that breaks it, init containers too", async () => {
    const spec = { initContainers: [{ name: "init", image: "a" }], containers: [{ name: "web", image: "b" }] };
    expect(await violations("kubernetes:core/v1:Pod", { spec })).toHaveLength(2);
  });

  it.each([
    ["kubernetes:batch/v1:Job", { spec: { template: { spec: { containers: [{ image: "a" }] } } } }],
    [
      "kubernetes:batch/v1:CronJob",
      { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: "a" }] } } } } } },
    ],
  ])("looks into %s", async (type, props) => {
    expect(await violations(type, props)).toHaveLength(1);
  });

  it("says nothing of what has no pods, or of what has another form than it should", async () => {
    expect(await violations("kubernetes:core/v1:ConfigMap", { data: { image: "web" } })).toEqual([]);
    expect(await violations(DEPLOYMENT, { spec: "text" })).toEqual([]);
    expect(await violations(DEPLOYMENT, deployment(5))).toEqual([]);
  });

  it("waits for an image that is not known yet", async () => {
    expect(await violations(DEPLOYMENT, deployment(undefined))).toEqual([]);
  });

  it("stops an update", () => {
    expect(imageVersion.enforcementLevel).toBe("mandatory");
  });
});
