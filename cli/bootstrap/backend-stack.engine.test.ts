import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineFor } from "../../engine/pulumi/engine";
import { ensureEngine } from "../../engine/toolchain/ensure";
import { ROOT } from "../folders";
import { BackendStack } from "./backend-stack";

/** What S3's reference says that it answers: docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const ANSWERS = {
  NoSuchBucket: 404,
  AccessDenied: 403,
  ExpiredToken: 400,
} as const;

describe("a bucket", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-backend-"));
  let answer: keyof typeof ANSWERS;
  let server: Server;

  beforeAll(async () => {
    server = createServer((_, response) => {
      response.writeHead(ANSWERS[answer], { "content-type": "application/xml" });
      response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${answer}</Code><Message>No.</Message></Error>`);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const resources = async (given: keyof typeof ANSWERS) => {
    answer = given;
    const engine = await engineFor({
      root: ROOT,
      folder,
      pulumi: await ensureEngine({ report: () => undefined }),
      plugins: {},
      environment: {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        AWS_ACCESS_KEY_ID: "id",
        AWS_SECRET_ACCESS_KEY: "secret",
      },
    });
    const backend = { url: "s3://states?region=us-west-2&awssdk=v2", secretsProvider: "awskms://alias/key" };
    return new BackendStack({ root: ROOT, stack: "bootstrap-staging", backend, engine }).resources();
  };

  it("that S3 says is not there is not there", async () => {
    expect(await resources("NoSuchBucket")).toBeUndefined();
  });

  it.each(["AccessDenied", "ExpiredToken"] as const)(
    "that S3 says nothing of is not taken for missing: %s",
    async (no) => {
      await expect(resources(no)).rejects.toThrow(
        new RegExp(`^stack bootstrap-staging in s3://states.*${no}.*\nSign in as the account's administrator`),
      );
    },
  );
});
