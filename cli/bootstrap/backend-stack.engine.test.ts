// The bucket and its key are imitated by moto; the engine asks it as it asks AWS.
import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Deployment } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { engineFor } from "../../engine/pulumi/engine";
import { processesIn } from "../../engine/pulumi/leftovers";
import { openWorkspace } from "../../engine/pulumi/workspace";
import { ensureEngine } from "../../engine/toolchain/ensure";
import type { Tool } from "../../engine/toolchain/tool";
import { Moto } from "../../sandbox/moto/moto";
import { lackingForPython } from "../../sandbox/python/packages";
import { Clone } from "../testing/clone";
import { BackendStack } from "./backend-stack";
import { resourcesOf } from "./resource";
import { KillingProxy } from "./testing/killing-proxy";
import { STACK, STATE_KEY, stateIn } from "./testing/state";

const lacking = lackingForPython();
const BACKEND = {
  url: "s3://states?region=us-west-2&awssdk=v2",
  secretsProvider: "awskms://alias/states?region=us-west-2",
};

describe.skipIf(lacking.length > 0)(`a bucket (this machine lacks: ${lacking.join(", ") || "nothing"})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-backend-"));
  let clone: Clone;
  let moto: Moto;
  let pulumi: Tool;
  /** What is to move. */
  let state: Deployment;
  let settings: string;
  /** Of the key that encrypts states. */
  let keyArn: string | undefined;

  const stackIn = async (variables: Readonly<Record<string, string>> = {}) => {
    const engine = await engineFor({ root: clone.folder, folder, pulumi, plugins: {}, environment: variables });
    return new BackendStack({ root: clone.folder, stack: STACK, backend: BACKEND, engine });
  };
  const makeBucket = async () => {
    const CreateBucketConfiguration = { LocationConstraint: "us-west-2" } as const;
    await s3().send(new CreateBucketCommand({ Bucket: "states", CreateBucketConfiguration }));
    const kms = new KMSClient(moto.client);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: "alias/states", TargetKeyId: KeyMetadata?.KeyId }));
    keyArn = KeyMetadata?.Arn;
  };
  const s3 = () => new S3Client({ ...moto.client, forcePathStyle: true });
  const move = async (stack: BackendStack) => {
    await stack.make();
    await stack.import(state);
  };

  beforeAll(async () => {
    clone = new Clone();
    moto = await Moto.start();
    Object.assign(process.env, moto.variables);
    pulumi = await ensureEngine({ report: () => undefined });
    const environment = { PULUMI_CONFIG_PASSPHRASE: "" };
    const args = { root: clone.folder, folder: join(folder, "file"), pulumi, plugins: {}, environment };
    settings = clone.read(`Pulumi.${STACK}.yaml`);
    const { stack } = await openWorkspace({ ...args, stack: STACK });
    const empty = await stack.exportStack();
    const type = "pulumi:pulumi:Stack";
    const urn = `urn:pulumi:${STACK}::thoughts::${type}::thoughts-${STACK}`;
    state = { ...empty, deployment: { ...(empty.deployment as object), resources: [{ urn, type, custom: false }] } };
  });
  beforeEach(async () => {
    await moto.reset();
    // Without the key of an earlier test, which moto has forgotten.
    clone.write(`Pulumi.${STACK}.yaml`, settings);
  });
  afterAll(async () => {
    await moto.stop();
    await clone.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const killEngines = () => processesIn(folder).forEach((pid) => process.kill(pid, "SIGKILL"));
  /** All that the bucket has of a folder. */
  const keysIn = async (folder: string) => {
    const { Contents = [] } = await s3().send(
      new ListObjectsV2Command({ Bucket: "states", Prefix: `.pulumi/${folder}/` }),
    );
    return Contents.map(({ Key }) => Key);
  };
  const stateInBucket = async () => {
    const { Body } = await s3().send(new GetObjectCommand({ Bucket: "states", Key: STATE_KEY }));
    return stateIn((await Body?.transformToString()) ?? "");
  };

  it("that S3 says is not there is not there", async () => {
    expect(await (await stackIn()).resources()).toBeUndefined();
  });

  it("that is empty has no stack, and one that has moved into it is there whole", async () => {
    await makeBucket();
    const stack = await stackIn();
    expect(await stack.resources()).toEqual([]);
    await move(stack);
    expect(await stack.resources()).toMatchObject(resourcesOf(state));
  });

  it("that S3 says nothing of is not taken for missing", async () => {
    await makeBucket();
    const iam = new IAMClient(moto.client);
    await iam.send(new CreateUserCommand({ UserName: "anna" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "anna" }));
    const anna = {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
    };
    await moto.demandRights();
    for (const [credentials, code] of [
      [anna, "AccessDenied"],
      [{ AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" }, "InvalidAccessKeyId"],
    ] as const) {
      await expect((await stackIn(credentials)).resources()).rejects.toThrow(
        new RegExp(`^stack bootstrap-staging in s3://states.*${code}.*\nSign in as the account's administrator`),
      );
    }
  });

  it("is looked at, and previewed, by who may only read it: nothing in it is written or locked", async () => {
    await makeBucket();
    await move(await stackIn());
    const objects = async () => {
      const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket: "states" }));
      return Contents.map(({ Key, ETag }) => `${Key ?? ""} ${ETag ?? ""}`);
    };
    const there = await objects();
    const iam = new IAMClient(moto.client);
    await iam.send(new CreateUserCommand({ UserName: "reader" }));
    const Statement = [{ Effect: "Allow", Action: ["s3:Get*", "s3:List*", "kms:Decrypt"], Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new PutUserPolicyCommand({ UserName: "reader", PolicyName: "read", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
    await moto.demandRights();
    const options = { say: () => undefined, log: join(folder, "look.log") };
    const look = async (AWS_ACCESS_KEY_ID: string, AWS_SECRET_ACCESS_KEY: string) => {
      const stack = await stackIn({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
      // A program that needs no plugin.
      clone.write("stacks/index.ts", "export const word = 'new';\n");
      const { outputChanges } = await stack.run("preview", options);
      return { ...(await stack.lookUp(() => [], options)), outputChanges };
    };
    const { before, after, outputChanges } = await look(AccessKey?.AccessKeyId ?? "", AccessKey?.SecretAccessKey ?? "");
    expect(outputChanges).toEqual([expect.objectContaining({ path: ["word"], after: "new" })]);
    expect(resourcesOf(before)).toMatchObject(resourcesOf(state));
    expect(resourcesOf(after)).toMatchObject(resourcesOf(state));
    await expect(look("AKIAIOSFODNN7EXAMPLE", "of-nobody")).rejects.toThrow("InvalidAccessKeyId");
    // From here on, moto lets everybody in again.
    await fetch(`${moto.url}/moto-api/reset-auth`, { method: "POST", body: "1000000" });
    expect(there.length).toBeGreaterThan(0);
    expect(await objects()).toEqual(there);
  });

  it("that another engine works on is not moved into, and it is said who does", async () => {
    await makeBucket();
    const stack = await stackIn();
    await stack.make();
    const lock = (host: string, pid: number) => ({
      Bucket: "states",
      Key: `.pulumi/locks/organization/thoughts/${STACK}/0.json`,
      Body: JSON.stringify({ pid, username: "anna", hostname: host, timestamp: new Date().toISOString() }),
    });
    for (const [host, pid] of [
      ["elsewhere", 1],
      [hostname(), process.pid],
    ] as const) {
      await s3().send(new PutObjectCommand(lock(host, pid)));
      for (const refused of [() => stack.import(state), () => stack.unlock()]) {
        await expect(refused()).rejects.toThrow(`created by anna@${host} (pid ${pid})`);
      }
    }
  });

  it.each([
    [2, "it locks the stack", "locks"],
    [3, "it writes a state that names no key", "stacks"],
    [5, "it writes the key into the state, but not into the stack's file", "stacks"],
    [9, "the whole state is written, and the lock is left", "stacks"],
  ])(
    "whose engine is killed at write %i, when %s, has the state whole and encrypted afterwards",
    async (at, _, folder) => {
      await makeBucket();
      const proxy = await KillingProxy.before(moto.url, at, killEngines);
      await expect(move(await stackIn({ AWS_ENDPOINT_URL: proxy.url }))).rejects.toThrow(
        /^stack bootstrap-staging in s3:/,
      );
      await proxy.stop();
      expect(proxy.writes.at(-1)).toContain(`PUT /states/.pulumi/${folder}/`);
      expect(proxy.writes).toHaveLength(at);
      expect(await keysIn("locks")).toHaveLength(1);

      const stack = await stackIn();
      // As the command goes on, by what it finds.
      await ((await stack.resources())?.length === 0 ? move(stack) : stack.unlock());
      const { resources, secrets_providers } = await stateInBucket();
      expect(resources).toMatchObject(resourcesOf(state));
      const { url, encryptedkey } = secrets_providers.state;
      expect(url).toBe(BACKEND.secretsProvider);
      const kms = new KMSClient(moto.client);
      const { KeyId } = await kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from(encryptedkey, "base64") }));
      expect(KeyId).toBe(keyArn);
      expect(await keysIn("locks")).toEqual([]);
      expect(await keysIn("stacks")).toEqual([STATE_KEY, `${STATE_KEY}.bak`]);
    },
  );

  it("is not taken for encrypted while the stack's file does not name the key of its state", async () => {
    await makeBucket();
    const stack = await stackIn();
    await move(stack);
    await stack.demandEncryption();
    const own = clone.read(`Pulumi.${STACK}.yaml`);
    for (const other of [settings, own.replace(/encryptedkey: .*/, "encryptedkey: another")]) {
      clone.write(`Pulumi.${STACK}.yaml`, other);
      await expect(stack.demandEncryption()).rejects.toThrow(/is to be encrypted by awskms:.*nothing was removed/);
    }
  });
});
