import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { record, type Recording } from "../testing/recording";
import { renderLifecycle, SERVICE_IMAGES } from "./lifecycle";
import { ImageRepositories } from "./image-repositories";

const OWN_NAMES = ["thoughts/staging/frontend", "thoughts/staging/users_server"];

async function recorded(
  use: (images: ImageRepositories) => void = () => undefined,
  { protect = true, readers = [] }: { protect?: boolean; readers?: readonly string[] } = {},
): Promise<Recording> {
  return record(() => {
    const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
    use(
      new ImageRepositories(
        "images",
        {
          names: ["frontend", "users_server"],
          prefix: "thoughts/staging/",
          lifecycle: SERVICE_IMAGES,
          keyArn: "arn-of-a-key",
          readers,
          protect,
        },
        { provider },
      ),
    );
  });
}

describe("image repositories", () => {
  it("are one an image, whose tags stay what they are and whose images are scanned", async () => {
    const { resources } = await recorded();
    const repositories = resources.filter(({ type }) => type === "aws:ecr/repository:Repository");
    expect(repositories.map(({ inputs }) => inputs)).toMatchObject([
      {
        name: "thoughts/staging/frontend",
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
      },
      {
        name: "thoughts/staging/users_server",
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
      },
    ]);
  });

  it("are encrypted with the key that they are given, and with nothing of AWS's choice", async () => {
    const { resources } = await recorded();
    const repositories = resources.filter(({ type }) => type === "aws:ecr/repository:Repository");
    const encryption = { encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: "arn-of-a-key" }] };
    expect(repositories.map(({ inputs }) => inputs)).toMatchObject([encryption, encryption]);
  });

  it("are protected, unless they are to go: what can't be pulled can't be rolled back to", async () => {
    for (const protect of [true, false]) {
      const { resources } = await recorded(undefined, { protect });
      const repositories = resources.filter(({ type }) => type === "aws:ecr/repository:Repository");
      expect(repositories.map((repository) => repository.protect)).toEqual([protect, protect]);
    }
  });

  it("say which of their images go, and when", async () => {
    const { resources } = await recorded();
    const policies = resources.filter(({ type }) => type === "aws:ecr/lifecyclePolicy:LifecyclePolicy");
    expect(policies.map(({ inputs }) => inputs)).toEqual(
      OWN_NAMES.map((repository) => ({ repository, policy: renderLifecycle(SERVICE_IMAGES) })),
    );
  });

  it("are pulled from by the accounts that are named, which may do nothing else, and by no other", async () => {
    const policiesFor = async (readers: readonly string[]) => {
      const { resources } = await recorded(undefined, { readers });
      return resources.filter(({ type }) => type === "aws:ecr/repositoryPolicy:RepositoryPolicy");
    };
    expect(await policiesFor([])).toEqual([]);
    const policies = await policiesFor(["222222222222", "333333333333"]);
    expect(policies.map(({ inputs }) => inputs.repository)).toEqual(OWN_NAMES);
    for (const { inputs } of policies) {
      expect(JSON.parse(String(inputs.policy))).toHaveProperty("Statement", [
        {
          Sid: "Pull",
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::222222222222:root", "arn:aws:iam::333333333333:root"] },
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        },
      ]);
    }
  });

  it("say what names of their images start with", async () => {
    let url: pulumi.Output<string> | undefined;
    await recorded((images) => {
      url = images.url("users_server");
    });
    const said = await new Promise((resolve) => url?.apply(resolve));
    expect(said).toBe("123456789012.dkr.ecr.us-west-2.amazonaws.com/thoughts/staging/users_server");
  });

  it("refuse a name that they do not have, and say which they have", async () => {
    await recorded((images) => {
      expect(() => images.url("other")).toThrow(
        'no repository "other" is made here; there are frontend, users_server.',
      );
    });
  });
});
