// AWS is a stand-in, but for the bucket of states and its key: these are imitated by moto, and the engine asks it as it asks AWS.
import { existsSync, readFileSync } from "node:fs";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { processesIn } from "../engine/pulumi/leftovers";
import { ensureTools } from "../engine/toolchain/ensure";
import type { Tools } from "../engine/toolchain/tool";
import { Moto } from "../sandbox/moto/moto";
import { lackingForPython } from "../sandbox/python/packages";
import { readAccount, stateBackendOf } from "./bootstrap/account";
import { nextText } from "./bootstrap/next";
import { BUCKET, MADE, Setup, writeOwnValues } from "./bootstrap/testing/setup";
import { STACK, stateIn } from "./bootstrap/testing/state";
import { Clone } from "./testing/clone";

const lacking = lackingForPython();
const lacks = `(this machine lacks: ${lacking.join(", ") || "nothing"})`;
let tools: Tools;
let moto: Moto;

beforeAll(async () => {
  tools = await ensureTools({ report: () => undefined });
  if (lacking.length === 0) {
    moto = await Moto.start();
  }
});
afterAll(async () => {
  if (lacking.length === 0) {
    await moto.stop();
  }
});

describe.skipIf(lacking.length > 0)(`an account ${lacks}`, () => {
  let setup: Setup;

  beforeEach(async () => {
    setup = await Setup.make(tools, moto);
  });
  afterEach(() => setup.remove());

  it("is made by one run, and its state moves into its bucket, encrypted with its key", async () => {
    const { said, outputs } = await setup.run();
    expect(said).toEqual([
      "Look: nothing of the account for staging is there yet",
      `Preview: ${MADE} create`,
      `Up: ${MADE} create`,
      `The stack is in ${setup.backend.url}`,
      `Moved: ${MADE + 1} resources`,
      `Check: nothing to change, ${MADE} resources are as they should be`,
      "The file is removed",
    ]);
    await setup.expectMoved();

    const settings = readAccount(setup.clone.folder, "staging");
    const own = stateBackendOf("staging", settings);
    expect(setup.backend).toEqual(own);
    expect(own).toEqual({
      url: outputs.backend?.value as string,
      secretsProvider: outputs.secretsProvider?.value as string,
    });
    console.log(nextText({ environment: "staging", settings, backend: own, outputs }));
  });

  it("whose engine was killed while it made things is carried on", async () => {
    const slow = [{ type: "aws:route53/zone:Zone", fault: { kind: "slow", seconds: 120 } }];
    const stack = setup.account({ AWS_STAND_IN_FAULTS: JSON.stringify(slow) });
    for (const step of stack.prepare()) {
      await step.run(() => undefined);
    }
    const [up] = stack.finish();
    const ended = expect(up?.run(() => undefined)).rejects.toThrow("pulumi up failed");
    // Everything else is made and written down; AWS is still at the zone.
    let quiet = 0;
    await vi.waitFor(
      () => {
        const { pending_operations: under = [] } = stateIn(readFileSync(setup.file, "utf8"));
        quiet = under.length === 1 ? quiet + 1 : 0;
        expect(quiet).toBe(10);
      },
      { timeout: 120_000, interval: 200 },
    );
    processesIn(setup.folder).forEach((pid) => process.kill(pid, "SIGKILL"));
    await ended;
    // The bucket is there by now, and no stack is in it.
    await setup.makeInMoto();
    const settings = setup.settings();
    const { said } = await setup.run("Preview");
    expect(said).toEqual([
      expect.stringMatching(/an earlier run was interrupted, \d+ resources are in its file; it was making 1 more/),
    ]);
    expect(setup.settings()).toBe(settings);
    await setup.run();
    await setup.expectMoved();
    expect(setup.things().filter((thing) => thing.startsWith("aws:route53/zone"))).toHaveLength(1);
  });

  it("whose states are there without its own is not made anew", async () => {
    const CreateBucketConfiguration = { LocationConstraint: "us-west-2" } as const;
    const s3 = new S3Client({ ...moto.client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
    await expect(setup.run()).rejects.toThrow(
      /is there, but stack bootstrap-staging is neither in it nor in .*nothing was changed/,
    );
    expect(setup.things()).toEqual([]);
  });
});

describe.skipIf(lacking.length > 0)(`an account that is interrupted after every step ${lacks}`, () => {
  let setup: Setup;
  let untouched: string;
  /** What there is in the account once it was made. */
  let made: readonly string[];

  beforeAll(async () => {
    setup = await Setup.make(tools, moto);
    untouched = setup.settings();
  });
  afterAll(() => setup.remove());

  it("leaves nothing behind when nobody agrees to it", async () => {
    await setup.decline();
    expect([existsSync(setup.folder), setup.things()]).toEqual([false, []]);
  });

  it("keeps its state in a file with no secret in it, until somebody agrees to move it", async () => {
    await setup.run("Make the stack in its bucket");
    made = setup.things();
    expect(readFileSync(setup.file, "utf8")).not.toMatch(/ciphertext|4dabf18193072939515e22adb298388d/);
    await setup.decline();
    expect(stateIn(readFileSync(setup.file, "utf8")).resources).toHaveLength(MADE + 1);
  });

  it("is carried on from that file to a stack in its bucket, and nothing is made twice", async () => {
    const { said } = await setup.run("Move the state");
    expect(said.slice(0, 2)).toEqual([
      `Look: an earlier run was interrupted, ${MADE + 1} resources are in its file`,
      `Preview: nothing to change, ${MADE} resources are as they should be`,
    ]);
    expect(said.at(-1)).toBe(`The stack is in ${setup.backend.url}`);
    expect(setup.things()).toEqual(made);
  });

  it("is carried on with that stack empty and its settings restored: the state moves", async () => {
    setup.clone.write(`Pulumi.${STACK}.yaml`, untouched);
    const { said } = await setup.run("Check");
    expect(said).toContain(`Moved: ${MADE + 1} resources`);
    expect(setup.things()).toEqual(made);
  });

  it("with two states that differ is left as it is", async () => {
    const moved = await setup.stateInBucket();
    const [first] = stateIn(moved).resources.filter(({ id }) => id !== undefined);
    await setup.writeStateInBucket(moved.replaceAll(JSON.stringify(first?.id), '"another"'));
    await expect(setup.run()).rejects.toThrow(/have different states of stack bootstrap-staging/);
    expect(existsSync(setup.file)).toBe(true);
    await setup.writeStateInBucket(moved);
  });

  it("loses nothing but the file when its state had moved", async () => {
    const { said } = await setup.run();
    expect(said).toEqual([
      `Look: the state has moved to ${setup.backend.url}, and the file is still there`,
      `Preview: nothing to change, ${MADE} resources are as they should be`,
      "No other run works on it",
      "The file is removed",
    ]);
    await setup.expectMoved();
    expect(setup.things()).toEqual(made);
  });

  it("is not changed by another run", async () => {
    const settings = setup.settings();
    const { said } = await setup.run();
    expect(said).toEqual([
      `Look: the state is in ${setup.backend.url}`,
      `Preview: nothing to change, ${MADE} resources are as they should be`,
    ]);
    await setup.expectMoved();
    expect([setup.things(), setup.settings()]).toEqual([made, settings]);
    // The empty one, the one that moved, and those of this test.
    expect(await setup.versionsInBucket()).toBeGreaterThan(2);
  });
});

describe("the command", () => {
  let clone: Clone;
  beforeAll(() => {
    clone = new Clone();
  });
  afterAll(() => clone.remove());

  it("refuses, before anything is made, all that preflight refuses", async () => {
    // Nobody is logged in.
    const none = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
    Object.assign(clone.environment, none, { AWS_ACCESS_KEY_ID: "", AWS_EC2_METADATA_DISABLED: "true" });
    for (const [environment, account] of [
      ["staging", "111111111111"],
      ["production", "222222222222"],
    ] as const) {
      const { code, text } = await clone.thoughts("bootstrap", environment, "--yes");
      expect(code).toBe(1);
      expect(text).toMatch(/Preflight \[FAILED: see below\]/);
      expect(text).toContain(`stack bootstrap-${environment} would not come up; nothing was changed.\n`);
      const file = `Pulumi.bootstrap-${environment}.yaml`;
      expect(text).toContain(`${file}:3  thoughts:account: "${account}" has the number of an example account`);
      expect(text).toContain(`${file}:7  thoughts:repository: "example/thoughts" is an example repository`);
      expect(text).toContain("the account was not asked: asking AWS who you are: no credentials for AWS were found");
      expect(text).not.toMatch(/^\s+at /m);
    }
    expect(existsSync(clone.path(".bootstrap"))).toBe(false);
  });

  it("refuses to change anything where nobody can be asked", async () => {
    writeOwnValues(clone);
    const { code, text } = await clone.thoughts("bootstrap", "staging");
    expect({ code, text: text.trim() }).toEqual({
      code: 1,
      text: "bootstrap asks before it changes account 123456789012, and nobody is here to answer; say yes with --yes.",
    });
    expect(existsSync(clone.path(".bootstrap"))).toBe(false);
  });
});
