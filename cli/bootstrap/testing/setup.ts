import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DecryptCommand, DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  DeleteBucketPolicyCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { expect } from "vitest";
import { parse } from "yaml";
import { stateFile } from "../../../engine/pulumi/state";
import type { Tools } from "../../../engine/toolchain/tool";
import { stateBucketName, stateKeyAlias } from "../../../infra/account/names";
import { keyCreations } from "../../../sandbox/moto/making/account";
import { bucketCreations } from "../../../sandbox/moto/making/storage";
import { differencesIn } from "../../../sandbox/moto/making/walk";
import { type Moto, MOTO_ACCOUNT } from "../../../sandbox/moto/moto";
import { Cloud } from "../../../sandbox/providers/aws/cloud";
import type { Made } from "../../../sandbox/providers/aws/made";
import { standIn } from "../../../sandbox/providers/plugins";
import { Clone } from "../../testing/clone";
import { readAccount, type StateBackend, stateBackendOf } from "../account";
import { AccountStack } from "../account-stack";
import { STACK, STATE_KEY, stateIn } from "./state";

/** What the program makes, with its components. */
export const MADE = 47;
export const BUCKET = stateBucketName({ environment: "staging", account: MOTO_ACCOUNT });
/** What people write into the settings first. */
export function writeOwnValues(clone: Clone): void {
  clone.edit(`Pulumi.${STACK}.yaml`, "111111111111", MOTO_ACCOUNT);
  clone.edit(`Pulumi.${STACK}.yaml`, "staging.thoughts.example.com", "staging.thoughts.test");
  clone.edit(`Pulumi.${STACK}.yaml`, "example/thoughts", "acme/thoughts");
}

/** A clone with its own values, and what takes the place of an account. The bucket of states and its key are moto's. */
export class Setup {
  readonly clone = new Clone();
  readonly folder = this.clone.path(".bootstrap", "staging");
  readonly backend: StateBackend;
  readonly #cloud = mkdtempSync(join(tmpdir(), "thoughts-account-"));
  readonly #s3: S3Client;
  /** What moto has of what the stand-in for AWS made. */
  readonly #inMoto = new Set<string>();

  private constructor(
    private readonly tools: Tools,
    private readonly moto: Moto,
  ) {
    writeOwnValues(this.clone);
    this.backend = stateBackendOf("staging", readAccount(this.clone.folder, "staging"));
    this.#s3 = new S3Client({ ...moto.client, forcePathStyle: true });
  }

  /** With an account in which nothing is. */
  static async make(tools: Tools, moto: Moto): Promise<Setup> {
    await moto.reset();
    return new Setup(tools, moto);
  }

  account(variables: Readonly<Record<string, string>> = {}): AccountStack {
    return new AccountStack({
      root: this.clone.folder,
      folder: this.folder,
      environment: "staging",
      backend: this.backend,
      tool: () => Promise.resolve(this.tools.pulumi),
      plugins: {
        aws: standIn("aws"),
        eks: standIn("eks"),
        kubernetes: { kind: "tool", tool: this.tools["pulumi-kubernetes"] },
      },
      variables: { ...this.moto.variables, AWS_STAND_IN_CLOUD: this.#cloud, ...variables },
    });
  }

  /** A run as the command makes it. @param before the step before which it is interrupted. @returns what it said */
  async run(before?: string): Promise<{ readonly said: readonly string[]; readonly outputs: OutputMap }> {
    const stack = this.account();
    const said: string[] = [];
    for (const steps of [() => stack.prepare(), () => stack.finish()]) {
      for (const step of steps()) {
        if (step.title === before) {
          return { said, outputs: {} };
        }
        said.push(await step.run(() => undefined));
        if (step.title === "Up") {
          await this.makeInMoto();
        }
      }
    }
    const outputs = await stack.outputs();
    await stack.leave();
    return { said, outputs };
  }

  /** A run to which nobody agrees. */
  async decline(): Promise<void> {
    const stack = this.account();
    for (const step of stack.prepare()) {
      await step.run(() => undefined);
    }
    await stack.leave();
  }

  /** Makes in moto the bucket and the key that the stand-in for AWS has made, each as the program asked for it. */
  async makeInMoto(): Promise<void> {
    const resources = stateIn(readFileSync(this.file, "utf8")).resources.filter(({ urn }) => !this.#inMoto.has(urn));
    const made = resources.flatMap(({ urn, type, id, inputs, outputs }): readonly Made[] => {
      const properties = { ...outputs, ...inputs };
      return id === undefined ? [] : [{ name: urn, type, id, inputs: properties, properties }];
    });
    const creations = { ...bucketCreations(this.moto.client), ...keyCreations(this.moto.client) };
    const differences = await differencesIn(made, creations, new Map());
    expect(differences.filter(({ output }) => output === undefined)).toEqual([]);
    // moto knows no condition: it would take the refusal of requests without TLS for one of all requests.
    await this.#s3.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
    made.forEach(({ name }) => this.#inMoto.add(name));
  }

  /** The state in the file, before it moves. */
  get file(): string {
    return stateFile(join(this.folder, "state"), STACK);
  }

  async stateInBucket(): Promise<string> {
    const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: STATE_KEY }));
    return (await Body?.transformToString()) ?? "";
  }

  async writeStateInBucket(text: string): Promise<void> {
    await this.#s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: STATE_KEY, Body: text }));
  }

  /** How many versions of the state the bucket has. */
  async versionsInBucket(): Promise<number> {
    const { Versions = [] } = await this.#s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: STATE_KEY }));
    return Versions.filter(({ Key }) => Key === STATE_KEY).length;
  }

  things(): readonly string[] {
    const all = new Cloud(this.#cloud).all();
    return all.map(({ type, id }) => `${type} ${id}`).sort();
  }

  settings(): string {
    return this.clone.read(`Pulumi.${STACK}.yaml`);
  }

  /** Moved whole, encrypted with the account's key, and nothing left of the way there. */
  async expectMoved(): Promise<void> {
    expect(existsSync(this.folder)).toBe(false);
    const { resources, secrets_providers } = stateIn(await this.stateInBucket());
    // The stack itself is in the state too.
    expect(resources).toHaveLength(MADE + 1);
    const { url, encryptedkey } = secrets_providers.state;
    expect(parse(this.settings())).toMatchObject({ secretsprovider: url, encryptedkey });
    const kms = new KMSClient(this.moto.client);
    const alias = `alias/${stateKeyAlias({ environment: "staging" })}`;
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
    const { KeyId } = await kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from(encryptedkey, "base64") }));
    expect(KeyId).toBe(KeyMetadata?.Arn);
  }

  async remove(): Promise<void> {
    await this.clone.remove();
    rmSync(this.#cloud, { recursive: true, force: true });
  }
}
