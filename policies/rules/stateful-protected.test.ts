import type { ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { statefulProtected } from "./stateful-protected";

async function warnings(type: string, props: object, protect: boolean): Promise<readonly string[]> {
  const said: string[] = [];
  const args = { type, props, name: "thing", opts: { protect } } as unknown as ResourceValidationArgs;
  await (statefulProtected.validateResource as ResourceValidation)(args, (message) => said.push(message));
  return said;
}

const SERVER = "aws:rds/instance:Instance";

describe("the rule that what holds data is protected", () => {
  it("lets pass what the engine and AWS both protect", async () => {
    expect(await warnings(SERVER, { deletionProtection: true }, true)).toEqual([]);
    expect(await warnings("aws:s3/bucket:Bucket", {}, true)).toEqual([]);
  });

  it.each([SERVER, "aws:s3/bucket:Bucket", "aws:ecr/repository:Repository", "aws:kms/key:Key"])(
    "warns of a %s that the engine would delete",
    async (type) => {
      expect(await warnings(type, { deletionProtection: true }, false)).toEqual([
        expect.stringContaining("it is not protected"),
      ]);
    },
  );

  it.each([{}, { deletionProtection: false }, { deletionProtection: "yes" }])(
    "warns of a server with %j, which AWS would delete",
    async (props) => {
      expect(await warnings(SERVER, props, true)).toEqual([expect.stringContaining("AWS would delete it")]);
    },
  );

  it("says nothing of what can be made again", async () => {
    expect(await warnings("aws:iam/role:Role", {}, false)).toEqual([]);
    expect(await warnings("constructor", {}, false)).toEqual([]);
  });

  it("warns and stops nothing, because what is named in the settings may go", () => {
    expect(statefulProtected.enforcementLevel).toBe("advisory");
  });
});
