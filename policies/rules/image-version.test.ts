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

  it("says of a registry with a port what to write there", async () => {
    expect(await violations(DEPLOYMENT, deployment("host:5000/web"))).toEqual([
      expect.stringContaining("write host:5000/web:v1.5, for example"),
    ]);
  });

  it("leaves an image that is not known yet to the engine, and judges those beside it", () => {
    const unknown = {
      get image(): string {
        throw new Error("it can't be known during preview");
      },
    };
    const said: string[] = [];
    const spec = { initContainers: [unknown], containers: [{ image: "a" }, unknown, { image: "b" }] };
    const args = { type: "kubernetes:core/v1:Pod", props: { spec } } as unknown as ResourceValidationArgs;

    expect(() => (imageVersion.validateResource as ResourceValidation)(args, (message) => said.push(message))).toThrow(
      "it can't be known during preview",
    );
    expect(said).toHaveLength(2);
  });

  it.each(["DaemonSet", "StatefulSet"])("looks into a %s", async (kind) => {
    expect(await violations(`kubernetes:apps/v1:${kind}`, deployment("web"))).toHaveLength(1);
  });

  it("says why it is there, what to do and where to read more", () => {
    expect(imageVersion).toMatchObject({ name: "image-version", severity: "high" });
    for (const text of [imageVersion.description, imageVersion.remediationSteps, imageVersion.url]) {
      expect(text).toMatch(/\S/);
    }
  });

  it("stops an update", () => {
    expect(imageVersion.enforcementLevel).toBe("mandatory");
  });
});
