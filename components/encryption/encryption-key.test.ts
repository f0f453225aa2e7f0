import * as aws from "@pulumi/aws";
import { describe, expect, it } from "vitest";
import { record } from "../testing/recording";
import { EncryptionKey } from "./encryption-key";

const plain = { alias: "example", account: "123456789012", region: "us-west-2", protect: true };

describe("an encryption key", () => {
  it("turns every year, has a name for people, and is not deleted by mistake", async () => {
    const { resources } = await record(() => {
      const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
      new EncryptionKey("k", plain, { provider });
    });
    const [key, alias] = ["k-key", "k-alias"].map((name) => resources.find((resource) => resource.name === name));
    expect(key).toMatchObject({ protect: true, inputs: { enableKeyRotation: true, deletionWindowInDays: 30 } });
    expect(alias?.inputs).toEqual({ name: "alias/example", targetKeyId: "k-key-id" });
  });

  it("is the account's to give, and CloudWatch's for log groups of the account only", async () => {
    const { resources } = await record(() => {
      const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
      new EncryptionKey("k", plain, { provider });
    });
    const { Statement } = JSON.parse(String(resources.find(({ name }) => name === "k-key")?.inputs.policy)) as {
      Statement: readonly { Principal: unknown; Condition?: unknown }[];
    };
    expect(Statement.map(({ Principal, Condition }) => [Principal, Condition])).toEqual([
      [{ AWS: "arn:aws:iam::123456789012:root" }, undefined],
      [
        { Service: "logs.us-west-2.amazonaws.com" },
        { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-west-2:123456789012:log-group:*" } },
      ],
    ]);
  });
});
